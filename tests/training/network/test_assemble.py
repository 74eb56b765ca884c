"""A transformer from texts to a folder: complete, without torch in use, each answer by itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.errors import ModelError
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.models.transformer import NETWORK, TransformerScorer
from cxnlp.training import TrainingSettings
from cxnlp.training.data import LabelledTexts
from cxnlp.training.network.aspects import AspectGold
from cxnlp.training.network.assemble import assemble_network, keep_away
from cxnlp.training.network.stages import Material
from cxnlp.training.rated import RatedTexts
from cxnlp.training.soft import SoftTexts

if TYPE_CHECKING:
    from pathlib import Path

_SAID = [
    "how do i change my pin ?",
    "they lied to us never again",
    "slow and late",
    "it was ok",
    "the staff were kind",
    "lovely staff and we loved it",
    "best ever !",
]


def _material() -> Material:
    levels = np.arange(420) % 7
    texts = tuple(f"{_SAID[level]} {'. ! ' * (n // 7 % 5)}{n}" for n, level in enumerate(levels))
    rows = {
        text: ((int(level == 4), 0, 0, 0, 0), (int(level > 3), 0, 0, 0, 0, 1, 0))
        for text, level in zip(texts, levels, strict=True)
    }
    data = LabelledTexts(
        "made_up.csv", texts, levels, np.full(420, "shop"), np.arange(420) % 6 == 0
    )
    stars = RatedTexts(
        "stars.csv",
        (*texts[:100], *(f"{text} again" for text in texts[:60])),
        np.where(np.concatenate([levels[:100], levels[:60]]) > 3, 1.0, -1.0),
    )
    spoken = (*texts[:50], "the staff lied to us", "we loved the staff")
    soft = SoftTexts(
        "teacher",
        spoken,
        np.eye(6)[np.maximum([*levels[:50], 1, 5], 1) - 1],
        np.where(np.array([*levels[:50], 1, 5]) > 0, 0.99, 0.01),
    )
    return Material(data, [stars], AspectGold(rows), frozenset({"best ever"}), soft)


def _settings(backbone: Path) -> TrainingSettings:
    quick = {"rate": 3e-3, "head_rate": 3e-3, "rows": 16, "frozen_embeddings": False, "epochs": 4}
    return TrainingSettings.check(
        {
            "name": "small",
            "kind": "transformer",
            "transformer": {
                "backbone": str(backbone),
                "length": 24,
                "held_out": 0.3,
                "aspects": {},
                "intermediate": {"recipe": {**quick, "epochs": 1}},
                "rounds": [
                    {
                        "recipes": [
                            {**quick, "taught": 0.5, "varied": 0.1},
                            {**quick, "loss": "emd", "seed": 2},
                        ]
                    }
                ],
            },
        }
    )


@pytest.fixture(scope="module")
def model(backbone: Path, tmp_path_factory: pytest.TempPathFactory) -> LevelModel:
    """A whole small transformer, made once."""
    home = tmp_path_factory.mktemp("small")
    made = assemble_network(_material(), _settings(backbone), home / "work")
    return made.save(home / "small")


def _folder(model: LevelModel) -> Path:
    assert model.folder is not None
    return model.folder


def test_it_learns_what_the_texts_say(model: LevelModel) -> None:
    found = model.predict(_SAID)
    assert np.abs(found.levels[1:].astype(int) - np.arange(1, 7)).mean() < 1
    assert found.evidence[0] < found.evidence[1:].min()
    assert found.aspects["stage_during"].all()


def test_the_manifest_tells_learned_from_held_out_rows(model: LevelModel) -> None:
    rows = {record.use: record.rows for record in model.manifest.data}
    assert rows["levels"] + rows["calibration"] == 420
    assert rows["calibration"] >= 126
    assert rows["soft labels"] == 52
    assert model.kind == "transformer"
    assert model.aspects


def test_the_network_tells_nothing_of_the_machine_that_made_it(model: LevelModel) -> None:
    content = (_folder(model) / NETWORK).read_bytes()
    assert b"site-packages" not in content
    assert str(_folder(model).parent).encode() not in content


def test_held_out_rows_can_be_found_again(model: LevelModel, backbone: Path) -> None:
    data = _material().data
    held = keep_away(data, _settings(backbone))
    digests = {record.digest for record in model.manifest.data if record.use == "calibration"}
    assert digests == {data.rows(held).digest}


def test_saved_and_loaded_is_as_before(model: LevelModel) -> None:
    again = load(_folder(model))
    before, after = model.predict(_SAID), again.predict(_SAID)
    assert before.probabilities.tobytes() == after.probabilities.tobytes()
    assert all((before.aspects[name] == after.aspects[name]).all() for name in before.aspects)


def test_asking_it_imports_neither_torch_nor_transformers(model: LevelModel) -> None:
    program = (
        "import sys; from cxnlp.models import load; "
        f"load({str(_folder(model))!r}).predict(['fine']); "
        "print(sorted({'torch', 'sklearn', 'transformers', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


_WORDS = st.sampled_from(["the", "staff", "lied", "BEST", "ever", "late", "ok", "!", "xyz", "é"])
_TEXTS = st.one_of(st.text(max_size=40), st.lists(_WORDS, max_size=60).map(" ".join))


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=20), data=st.data())
def test_an_answer_depends_on_its_text_only_bit_for_bit(
    model: LevelModel, texts: list[str], data: st.DataObject
) -> None:
    together = model.predict(texts)
    place = data.draw(st.integers(0, len(texts) - 1))
    alone = model.predict([texts[place]])
    assert alone.probabilities[0].tobytes() == together.probabilities[place].tobytes()
    assert alone.evidence[0].tobytes() == together.evidence[place].tobytes()


def test_the_number_of_threads_changes_no_bit(model: LevelModel) -> None:
    from dataclasses import replace

    scorer = model.scorer
    assert isinstance(scorer, TransformerScorer)
    texts = _SAID * 9
    outputs = [
        replace(scorer, network=replace(scorer.network, threads=threads)).outputs(texts).tobytes()
        for threads in (1, 2, 5)
    ]
    assert outputs[0] == outputs[1] == outputs[2]


def test_a_long_text_keeps_its_beginning_and_its_end(model: LevelModel) -> None:
    middle = "the staff " * 200
    first, second = (f"best {middle} ever", f"best {middle} {middle} ever")
    found = model.predict([first, second])
    assert found.probabilities[0].tobytes() == found.probabilities[1].tobytes()
    assert (
        model.predict([first + " never"]).probabilities.tobytes()
        != found.probabilities[:1].tobytes()
    )


def test_a_network_with_other_outputs_is_refused(model: LevelModel) -> None:
    manifest = model.manifest.model_copy(
        update={"scorer": {**model.manifest.scorer, "aspects": False}}
    )
    with pytest.raises(ModelError, match="29 outputs"):
        TransformerScorer.read(seal(manifest, model.contents.files))


@pytest.mark.parametrize("name", ["network.onnx", "tokenizer.json"])
def test_a_damaged_part_is_refused(model: LevelModel, name: str) -> None:
    files = {**model.contents.files, name: b"damaged"}
    with pytest.raises(ModelError, match="cannot be read"):
        TransformerScorer.read(seal(model.manifest, files))

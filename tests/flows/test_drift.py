"""A run against an earlier one, or against the texts that its model learned from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

import cxnlp
from cxnlp.cli import main
from cxnlp.encoders import open_encoder
from cxnlp.errors import GateError, InputDataError, ModelError, RunFolderError, UsageError
from cxnlp.flows.drift import drift_of
from cxnlp.flows.reference import reference_of
from cxnlp.models import LevelModel, load, shipped_models
from cxnlp.models.folder import seal
from cxnlp.models.reference import REFERENCE, Reference
from cxnlp.training import LabelledTexts

if TYPE_CHECKING:
    from pathlib import Path

THINGS = ("room", "meal", "flight", "repair", "card", "parcel", "visit", "call", "app", "shop")
USUAL = (
    "The {} was fine and the people were friendly, thank you.",
    "I waited a little for the {}, but it was okay in the end.",
    "Good {} and a fair price.",
    "The {} was slow and I was disappointed.",
)
ANGRY = (
    "They lied to me about the {} and kept my money.",
    "The {} never arrived and nobody answered, never again.",
)


def month(frames: tuple[str, ...], seed: int, rows: int = 120) -> list[str]:
    random = np.random.default_rng(seed)
    return [frames[random.integers(len(frames))].format(random.choice(THINGS)) for _ in range(rows)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two usual months, and one in which customers are angry."""
    folder = tmp_path_factory.mktemp("months")
    for name, frames, seed in (("may", USUAL, 1), ("june", USUAL, 2), ("july", ANGRY, 3)):
        cxnlp.label(month(frames, seed), folder / name, model="levels-fast")
    return folder


def test_two_like_months_raise_no_alarm(runs: Path) -> None:
    found = drift_of(runs / "june", runs / "may")
    assert set(found.sides) == {"language", "length", "levels", "content"}
    assert not found.alarm


def test_an_angry_month_alarms_on_levels_and_content(runs: Path) -> None:
    found = drift_of(runs / "july", runs / "may")
    assert found.sides["levels"].alarm
    assert found.sides["content"].alarm
    assert found.sides["levels"].distance > 0.5


def test_a_run_is_held_against_a_table_of_texts_read_by_its_own_model(
    runs: Path, tmp_path: Path
) -> None:
    table = tmp_path / "learned.csv"
    texts = month(USUAL, 4)
    table.write_text("\n".join(["comment", *(f'"{text}"' for text in texts)]), encoding="utf-8")
    alike = drift_of(runs / "may", table, text_column="comment")
    assert "levels" in alike.sides
    assert not alike.alarm
    assert drift_of(runs / "july", table, text_column="comment").alarm


def test_levels_of_different_models_are_not_compared(runs: Path, tmp_path: Path) -> None:
    model = load("levels-fast")
    renamed = model.manifest.model_copy(update={"name": "other"})
    LevelModel(seal(renamed, model.contents.files), model.scorer, model.calibration).save(
        tmp_path / "other"
    )
    cxnlp.label(month(ANGRY, 5), tmp_path / "august", model=tmp_path / "other")
    said: list[str] = []
    found = drift_of(tmp_path / "august", runs / "may", say=said.append)
    assert "levels" not in found.sides
    assert "Different models" in said[0]


def test_the_command_tells_it_in_words_and_as_json_and_ends_with_8_where_it_alarms(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["drift", str(runs / "july"), "--against", str(runs / "may")]
    assert main(words) == GateError.exit_code == 8
    said = capsys.readouterr()
    assert "CHANGED" in said.out
    assert "other comments than before (levels, content)" in said.err.replace("length, ", "")
    assert main([*words, "--json", "--false-alarms", "0.05"]) == 8
    found = json.loads(capsys.readouterr().out)
    assert found["alarm"] is True
    assert found["false_alarms"] == 0.05
    assert main(["drift", str(runs / "june"), "--against", str(runs / "may"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["alarm"] is False
    assert main([*words, "--false-alarms", "5"]) == UsageError.exit_code
    assert "a probability between 0 and 1" in capsys.readouterr().err


def test_what_cannot_be_compared_is_refused(runs: Path, tmp_path: Path) -> None:
    cxnlp.label(month(USUAL, 1), tmp_path / "mute", text=False, model="levels-fast")
    with pytest.raises(RunFolderError, match="without --no-text"):
        drift_of(tmp_path / "mute", runs / "may")
    cxnlp.label(["Kind staff."], tmp_path / "short", model="levels-fast")
    with pytest.raises(InputDataError, match="1 comments"):
        drift_of(tmp_path / "short", runs / "may")
    with pytest.raises(InputDataError, match=r"absent\.csv"):
        drift_of(runs / "may", tmp_path / "absent.csv")


def test_a_table_is_read_as_the_runs_own_source_was(tmp_path: Path) -> None:
    """What labelling leaves out, fillers and repeated ids, is left out of the table too."""
    rows = [f'{number},"{text}"' for number, text in enumerate(month(USUAL, 6))]
    rows += [f'{number % 3},"{ANGRY[0].format("card")}"' for number in range(90)]
    rows += [f'x{number},"n/a"' for number in range(60)]
    table = tmp_path / "feedback.csv"
    table.write_text("\n".join(["ticket_id,comment", *rows]), encoding="utf-8")
    cxnlp.label(table, tmp_path / "run", id_column="ticket_id", model="levels-fast")
    said: list[str] = []
    found = drift_of(tmp_path / "run", table, say=said.append)
    assert found.rows == (120, 120)
    assert max(side.distance for side in found.sides.values()) < 1e-5
    assert said == [f"150 rows of {table} are left out, as labelling would leave them out."]


def test_a_run_that_was_masked_is_held_against_the_table_masked(tmp_path: Path) -> None:
    texts = [
        f"Ring me on 0171 555 {n:04d} or at me{n}@example.org: it was slow." for n in range(80)
    ]
    table = tmp_path / "feedback.csv"
    table.write_text("\n".join(["comment", *(f'"{text}"' for text in texts)]), encoding="utf-8")
    cxnlp.label(table, tmp_path / "run", redact=True, model="levels-fast")
    found = drift_of(tmp_path / "run", table)
    assert max(side.distance for side in found.sides.values()) < 1e-5


def test_a_wrong_column_is_named(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "learned.csv"
    table.write_text("text\n" + "Good.\n" * 60, encoding="utf-8")
    words = ["drift", str(runs / "may"), "--against", str(table), "--text-column", "txet"]
    assert main(words) == InputDataError.exit_code
    said = capsys.readouterr().err
    assert "Did you mean 'text'?" in said
    assert "[data]" not in said


def usual(seed: int, rows: int) -> LabelledTexts:
    texts = tuple(month(USUAL, seed, rows))
    return LabelledTexts(
        "labels.csv", texts, np.full(rows, 3), np.full(rows, ""), np.zeros(rows, bool)
    )


@pytest.fixture(scope="module")
def with_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that tells what it learned from: usual months."""
    model = load("levels-fast")
    known = reference_of(model, usual(7, 1200), usual(8, 300))
    assert known is not None
    manifest = model.manifest.model_copy(update={"name": "taught"})
    files = {**model.contents.files, **known.files()}
    folder = tmp_path_factory.mktemp("models") / "taught"
    LevelModel(seal(manifest, files), model.scorer, model.calibration).save(folder)
    return folder


def test_a_run_is_held_against_what_its_model_learned_from(
    with_reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing but the run is named: its model's folder tells the rest."""
    for name, frames in (("june", USUAL), ("july", ANGRY)):
        cxnlp.label(month(frames, 9, 300), tmp_path / name, model=with_reference)
    calm = drift_of(tmp_path / "june")
    assert set(calm.sides) == {"language", "length", "levels", "content"}
    assert calm.rows == (1000, 300)
    assert not calm.alarm
    assert main(["drift", str(tmp_path / "july"), "--json"]) == GateError.exit_code
    sides = json.loads(capsys.readouterr().out)["sides"]
    assert sides["levels"]["alarm"]
    assert sides["content"]["alarm"]
    assert not sides["language"]["alarm"]


def test_another_models_reference_tells_all_but_the_levels(
    runs: Path, with_reference: Path
) -> None:
    said: list[str] = []
    found = drift_of(runs / "may", with_reference, say=said.append)
    assert set(found.sides) == {"language", "length", "content"}
    assert "Another model has read the run" in said[0]


def test_models_without_a_reference_or_gone_are_named(
    runs: Path, with_reference: Path, tmp_path: Path
) -> None:
    bare = load("levels-fast")
    files = {name: content for name, content in bare.contents.files.items() if name != REFERENCE}
    manifest = bare.manifest.model_copy(update={"name": "bare"})
    LevelModel(seal(manifest, files), bare.scorer, bare.calibration).save(tmp_path / "bare")
    with pytest.raises(ModelError, match=r"--against") as caught:
        drift_of(runs / "may", tmp_path / "bare")
    assert REFERENCE in str(caught.value)
    moved = tmp_path / "moved"
    load(with_reference).save(moved)
    cxnlp.label(month(USUAL, 3), tmp_path / "run", model=moved)
    moved.rename(tmp_path / "elsewhere")
    with pytest.raises(ModelError, match="Put the model back"):
        drift_of(tmp_path / "run")
    assert "levels" in drift_of(tmp_path / "run", tmp_path / "elsewhere").sides


def test_a_folder_that_is_neither_model_nor_run_nor_table_is_named(
    runs: Path, tmp_path: Path
) -> None:
    """Found by use: an encoder was read as a table, and its rows were missed."""
    for words in ("an empty folder", "a text encoder"):
        with pytest.raises(ModelError, match=f"found no level model: {words}; expected a level"):
            drift_of(runs / "may", tmp_path)
        (tmp_path / "encoder.json").write_text("{}", encoding="utf-8")


def test_a_damaged_reference_is_refused() -> None:
    with pytest.raises(ModelError, match=r"reference\.json"):
        Reference.from_files({REFERENCE: b'{"comments": 3}'})


@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_every_shipped_model_tells_what_it_learned_from(name: str) -> None:
    known = Reference.from_files(load(name).contents.files)
    assert known is not None
    assert known.comments == 1000
    assert sum(known.levels.values()) > 500
    assert known.encoder == open_encoder("static").encoder.identity


@pytest.mark.real
def test_halves_of_a_real_month_are_alike_and_another_source_is_not(
    real_data: Path, tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    texts = {
        name: pq.read_table(real_data / "feedback" / f"{name}.parquet", columns=["text"])["text"]
        .drop_null()
        .to_pylist()[:600]
        for name in ("nhs_fft", "skytrax_seat")
    }
    order = np.random.default_rng(0).permutation(600)
    for name, rows in (("one", order[:300]), ("two", order[300:])):
        cxnlp.label([texts["nhs_fft"][row] for row in rows], tmp_path / name)
    cxnlp.label(texts["skytrax_seat"][:300], tmp_path / "seats")
    assert not drift_of(tmp_path / "one", tmp_path / "two").alarm
    found = drift_of(tmp_path / "seats", tmp_path / "one")
    assert found.sides["length"].alarm
    assert found.sides["content"].alarm

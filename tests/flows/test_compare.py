"""Two models on the same rows: verdicts, slices, the gate, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.cli import main
from cxnlp.errors import GateError, InputDataError, ModelError
from cxnlp.flows.compare import compare, write_comparison
from cxnlp.flows.judging.gate import Gate, WorstSlice
from cxnlp.flows.judging.gold import read_gold
from cxnlp.metrics.paired import Verdict
from cxnlp.models import DataRecord, LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.models.seen import SeenTexts

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = {
    1: "They lied to me about the {} and kept my money, shameful.",
    2: "The {} was slow and disappointing.",
    3: "The {} was okay, nothing special.",
    4: "Good {} and friendly people, thank you.",
    5: "They went out of their way with the {} and exceeded my expectations.",
    6: "The best {} ever in my whole life, I will never forget it.",
}
STRICT = "draws = 200\nleast_rows = 20\n[least]\nmacro_f1 = 1.0\n[worst_slice]\nleast_rows = 20\n"
THINGS = ("room", "meal", "flight", "repair", "card", "parcel", "visit", "call")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    rows = [
        f'{level}-{thing},"{frame.format(thing)}",{level},{"app" if level < 4 else "shop"},{thing}'
        for level, frame in FRAMES.items()
        for thing in THINGS
    ]
    path.write_text("\n".join(["id,text,level,channel,customer", *rows, "x,What?,0,app,room"]))
    return path


def turned(model: LevelModel) -> LevelModel:
    """A model that takes the worst for the best."""

    class Turned:
        def score(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            found = model.scorer.score(texts)
            return replace(found, levels=np.ascontiguousarray(found.levels[:, ::-1]))

    return LevelModel(model.contents, Turned(), model.calibration)


SMALL = WorstSlice(least_rows=20)
FAST = Gate(draws=200, least_rows=20, worst_slice=SMALL)


def test_a_model_against_itself_is_not_distinguishable_and_passes(gold: Path) -> None:
    found = compare("levels-fast", "levels-fast", gold, gate=FAST)
    assert {one.verdict for one in found.overall.values()} == {Verdict.NOT_DISTINGUISHABLE}
    assert all(one.difference.value == 0 for one in found.overall.values())
    assert found.promoted
    found.require()


def test_a_worse_model_is_told_on_every_measure_and_does_not_pass(gold: Path) -> None:
    champion = load("levels-fast")
    found = compare(champion, turned(champion), gold, gate=FAST)
    assert {one.verdict for one in found.overall.values()} == {Verdict.WORSE}
    assert found.judged == 48
    with pytest.raises(GateError, match="quadratic_weighted_kappa"):
        found.require()


def test_and_the_other_way_round_it_is_better(gold: Path) -> None:
    champion = load("levels-fast")
    rules = FAST.model_copy(update={"better": ("mean_absolute_error",)})
    found = compare(turned(champion), champion, gold, gate=rules)
    assert {one.verdict for one in found.overall.values()} == {Verdict.BETTER}
    assert found.promoted


def test_slices_are_those_asked_for_and_those_always_at_hand(gold: Path) -> None:
    table = read_gold(gold, slices=["customer"])
    found = compare("levels-fast", "levels-fast", table, gate=FAST)
    assert {name.partition("=")[0] for name in found.slices} == {
        "channel", "customer", "language", "length",
    }  # fmt: skip
    assert found.slices["channel=app"]["macro_f1"].difference.n == 24


def test_the_words_tell_the_verdict_of_every_measure_on_every_slice(gold: Path) -> None:
    champion = load("levels-fast")
    found = compare(champion, turned(champion), gold, gate=FAST)
    lines = found.describe().splitlines()
    for name, measured in found.slices.items():
        (told,) = (line for line in lines if line.startswith(f"  {name}  ") and ":" not in line)
        counted = [told.count(word) for word in (" worse", " better", " =", " ?", "no number")]
        assert sum(counted) == len(measured)
        assert counted[0] == [one.verdict for one in measured.values()].count(Verdict.WORSE)
    assert "  channel=app  mean_absolute_error: " in found.describe()


def test_the_worst_slice_may_lose_no_more_than_allowed(gold: Path) -> None:
    champion = load("levels-fast")
    loose = WorstSlice(within=4.9, least_rows=20)
    rules = Gate(draws=200, least_rows=20, not_worse=(), worst_slice=loose)
    assert compare(champion, turned(champion), gold, gate=rules).promoted
    strict = rules.model_copy(update={"worst_slice": WorstSlice(within=0.1, least_rows=20)})
    found = compare(champion, turned(champion), gold, gate=strict)
    assert [one.name for one in found.conditions if not one.met] == [
        "worst_slice",
        "worst_slice.largest_loss",
    ]


def test_clusters_widen_the_interval_where_rows_belong_together(gold: Path) -> None:
    champion = load("levels-fast")
    alone = compare(champion, turned(champion), gold, gate=FAST)
    together = compare(champion, turned(champion), gold, gate=FAST, clusters="channel")
    wide, narrow = (
        found.overall["quadratic_weighted_kappa"].difference for found in (together, alone)
    )
    assert wide.high - wide.low > narrow.high - narrow.low


def test_the_decision_and_its_reasons_are_written(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "decision.json"
    compare("levels-fast", "levels-fast", gold, gate=FAST, out=out)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["promoted"] is True
    assert {"condition", "met", "why"} == set(written["gate"][0])
    assert written["challenger"]["digest"].startswith("sha256:")
    assert Gate.check(written["rules"]) == FAST
    assert written["resampling"] == {"coverage": 0.95, "draws": 200, "seed": 0, "clusters": None}
    found = compare("levels-fast", "levels-fast", gold, clusters="customer").to_json()
    assert found["rules"] is None
    assert found["resampling"]["clusters"] == "customer"  # type: ignore[index,call-overload]


def test_the_command_ends_with_8_where_the_gate_is_not_met(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text(STRICT, encoding="utf-8")
    words = ["compare", "levels-fast", "levels-fast", str(gold), "--quiet"]
    assert main(words) == 0
    capsys.readouterr()
    assert main([*words, "--gate", str(gate), "--json"]) == 8
    said = capsys.readouterr()
    assert json.loads(said.out)["promoted"] is False
    assert "at least 1 wanted" in said.err


def test_the_page_is_written_whatever_the_gate_says(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate, page = tmp_path / "gate.toml", tmp_path / "page.html"
    gate.write_text(STRICT, encoding="utf-8")
    words = ["compare", "levels-fast", "levels-fast", str(gold), "--gate", str(gate)]
    assert main([*words, "--html", str(page)]) == 8
    assert "page.html" in capsys.readouterr().err
    html = page.read_text(encoding="utf-8")
    assert "The gate is not met: 1 of 9 conditions failed." in html
    assert "channel=app" in html


def test_too_few_rows_meet_no_gate_and_the_least_is_said(gold: Path) -> None:
    found = compare("levels-fast", "levels-fast", gold, gate=Gate(draws=200, worst_slice=SMALL))
    (few,) = (one for one in found.conditions if not one.met)
    assert few.name == "least_rows"
    assert few.why.startswith("48 judged rows, at least 150 wanted: with too few")


def test_few_clusters_meet_no_gate_however_many_rows_they_have(gold: Path) -> None:
    found = compare("levels-fast", "levels-fast", gold, gate=FAST, clusters="channel")
    assert "judged rows of 2 clusters, at least 20" in found.conditions[0].why
    assert any("2 clusters" in one and "no verdict is given" in one for one in found.warnings)
    assert not found.promoted
    found = compare("levels-fast", "levels-fast", gold, gate=FAST, clusters="id")
    assert found.promoted


def test_a_table_without_a_slice_of_the_size_wanted_meets_no_bound(gold: Path) -> None:
    rules = Gate(draws=200, least_rows=20, worst_slice=WorstSlice(least_rows=500))
    found = compare("levels-fast", "levels-fast", gold, gate=rules)
    assert [one.why for one in found.conditions if not one.met] == [
        (
            "no slice has 500 judged rows, but not all, on which mean_absolute_error can be told: "
            "no slice is large enough"
        )
    ]


def test_a_model_held_against_itself_is_said(gold: Path) -> None:
    (told,) = compare("levels-fast", "levels-fast", gold, gate=FAST).warnings
    assert told == "champion and challenger are one model (levels-fast): nothing differs"


def test_data_that_a_model_has_learned_from_is_said_loudly(gold: Path) -> None:
    model = load("levels-fast")
    table = read_gold(gold)
    record = DataRecord(name="old.csv", use="levels", rows=49, digest=table.labelled.digest)
    manifest = model.manifest.model_copy(update={"data": (record,)})
    whole = LevelModel(seal(manifest, model.contents.files), model.scorer, model.calibration)
    files = {**model.contents.files, **SeenTexts.of(table.labelled.texts[:5]).files()}
    some = LevelModel(seal(model.manifest, files), model.scorer, model.calibration)
    said: list[str] = []
    found = compare(whole, some, table, gate=FAST, say=said.append)
    assert "LEARNED FROM gold.csv" in found.warnings[0]
    assert "LEARNED FROM 5 of the 49" in found.warnings[1]
    assert sum(words.startswith("WARNING") for words in said) == 2
    assert found.describe().startswith("WARNING")


def test_one_level_only_is_measured_where_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("text,level\n" + "Good people.,4\n" * 30, encoding="utf-8")
    champion = load("levels-fast")
    said: list[str] = []
    found = compare(champion, turned(champion), path, gate=FAST, say=said.append)
    assert said[0].startswith("WARNING: all rows of one.csv are on the level desired")
    assert found.overall["mean_absolute_error"].verdict is Verdict.WORSE
    assert found.to_json()["overall"]["quadratic_weighted_kappa"]["champion"] is None  # type: ignore[index,call-overload]
    assert "no number here" in found.describe()
    (kappa,) = (one for one in found.conditions if "kappa" in one.name)
    assert not kappa.met
    assert "it is no number there" in kappa.why
    write_comparison(found, tmp_path / "page.html")


def test_rows_need_no_ids_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("id,text,level\n1,Good.,4\n1,Bad.,2\n,Awful lies.,1\n", encoding="utf-8")
    assert compare("levels-fast", "levels-fast", path).judged == 3


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("text,level\nWhat is the fee?,0\n", "no row with a level"),
        ("text,level\nGood.,superb\n", "the level 'superb'"),
    ],
)
def test_tables_that_cannot_be_compared_on_are_refused(
    tmp_path: Path, content: str, named: str
) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputDataError, match=named):
        compare("levels-fast", "levels-fast", path)


def test_an_unknown_column_and_a_foreign_model_are_refused(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match=r"no column 'shop' .* Name it with --slice"):
        read_gold(gold, slices=["shop"])
    with pytest.raises(ModelError):
        compare("levels-fast", tmp_path, gold)

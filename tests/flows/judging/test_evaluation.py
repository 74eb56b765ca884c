"""What stands beside the figures: slices, baselines, meanings of levels, warnings, the page."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.cli import main
from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.flows.compare import compare, write_comparison
from cxnlp.flows.evaluate import evaluate, write_page
from cxnlp.flows.judging.gate import Gate
from cxnlp.flows.judging.gold import read_gold, stars
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.models.seen import SeenTexts
from cxnlp.training import LabelledTexts
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = {
    1: "They lied about the {} and kept our money.",
    2: "The {} was slow and disappointing.",
    3: "The {} was okay.",
    4: "Friendly people and a good {}.",
    5: "They went out of their way with our {} and exceeded all we hoped for.",
}
THINGS = ("room", "meal", "flight", "repair", "parcel", "<b>visit</b>", "call", "card")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty texts; those of the shop `south` have their levels turned round."""
    path = tmp_path / "gold.csv"
    rows = [
        f'"{text.format(thing)}",{6 - level if shop == "south" else level},{shop}'
        for level, text in VERDICTS.items()
        for thing in THINGS
        for shop in ("north", "south")
    ]
    path.write_text("\n".join(["text,level,shop", *rows]), encoding="utf-8")
    return path


def test_the_worst_slice_is_named(table: Path) -> None:
    found = evaluate("levels-fast", table, slices=["shop"], draws=30)
    assert found.worst == {
        "quadratic_weighted_kappa": "shop=south",
        "mean_absolute_error": "shop=south",
    }
    assert found.slices["shop=north"]["mean_absolute_error"].n == 40
    assert "Worst slice: shop=south" in found.describe()
    assert any("shop=south" in table.caption for table in found.tables())


def test_a_slice_that_holds_every_row_is_not_the_worst(table: Path) -> None:
    """All texts are English: that is no slice of them, though it is listed."""
    found = evaluate("levels-fast", table, draws=20)
    assert found.slices["language=en"]["mean_absolute_error"].n == 80
    assert "language=en" not in found.worst.values()
    same = read_gold(table)
    whole = replace(same, slices={"language": same.slices["language"]})
    found = evaluate("levels-fast", whole, draws=20)
    assert set(found.worst.values()) == {None}
    assert "No slice is large enough to judge." in found.describe()


def test_few_clusters_are_said_and_one_that_gives_no_interval(table: Path) -> None:
    alone = evaluate("levels-fast", table, slices=["shop"], clusters="shop", draws=20, baselines=())
    assert "without an interval it may be chance alone: shop=south" in alone.describe()
    (told,) = alone.warnings
    assert told == (
        "the judged rows belong to 2 clusters: intervals of fewer than 20 are too narrow; "
        "slices of one cluster alone have no interval: shop=north, shop=south"
    )
    found = evaluate("levels-fast", table, clusters=np.zeros(80), draws=20, baselines=())
    assert found.warnings == ("all judged rows belong to one cluster, which gives no interval",)
    found = evaluate("levels-fast", table, clusters=np.arange(80), draws=20, baselines=())
    assert found.warnings == ()
    told = found.describe()
    assert "Of many slices one is worst by chance: read the intervals." in told
    assert "without an interval" not in told


def test_that_the_linear_baseline_is_the_model_itself_is_said(table: Path, tmp_path: Path) -> None:
    found = evaluate("levels-fast", table, draws=20)
    told = "The baseline linear is the model itself: it is left out."
    assert "linear" not in found.baselines
    assert told in found.describe()
    assert found.to_json()["notes"] == [told]
    write_page(found, tmp_path / "page.html")
    assert told in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert evaluate("levels-fast", table, baselines=("majority",), draws=20).notes == ()


def test_the_error_of_every_level_has_its_interval(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=50)
    for figures in found.per_level.values():
        for name in ("mean_absolute_error", "interval_coverage"):
            assert figures[name + "_low"] <= figures[name] <= figures[name + "_high"]
    assert found.per_level["criminal"]["mean_absolute_error_high"] > 0


def test_rows_are_always_sliced_by_length_and_language(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=20)
    assert {name.partition("=")[0] for name in found.slices} == {"length", "language"}


def test_simpler_answers_stand_beside_the_model(table: Path) -> None:
    model = load("levels-fast")
    renamed = model.manifest.model_copy(update={"name": "mine"})
    other = LevelModel(seal(renamed, model.contents.files), model.scorer, model.calibration)
    found = evaluate(other, table, draws=20).baselines
    assert {"majority", "linear"} <= set(found)
    assert ("vader" in found) == (find_spec("vaderSentiment") is not None)
    assert "linear" not in evaluate(model, table, draws=20).baselines


@pytest.mark.parametrize(
    ("written", "read"),
    [("criminal", 1), ("Unbelievable", 6), ("4", 4), ("4.0", 4), ("0", 0), ("none", 0)],
)
def test_levels_are_names_or_numbers(tmp_path: Path, written: str, read: int) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(f"text,level\nWell then.,{written}\n", encoding="utf-8")
    assert read_gold(path).labelled.levels.tolist() == [read]


@pytest.mark.parametrize(
    ("written", "read"),
    [("1", 1), ("5.0", 5), ("1 star", 1), ("4 stars", 4), ("2/5", 2), ("★★★", 3), ("★★★☆☆", 3)],
)
def test_stars_have_a_stated_meaning(tmp_path: Path, written: str, read: int) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(f"text,level\nWell then.,{written}\n", encoding="utf-8")
    assert read_gold(path, DataSettings(levels=stars())).labelled.levels.tolist() == [read]


def test_the_meaning_of_stars_can_be_set_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rated.csv"
    rows = [f"Good and friendly people {n}.,5 stars" for n in range(20)]
    path.write_text("\n".join(["review,stars", *rows, "Bad.,awful"]), encoding="utf-8")
    words = ["evaluate", "levels-fast", str(path), "--text-column", "review", "--quiet", "--json"]
    words += ["--level-column", "stars", "--stars"]
    assert main([*words, "--level-map", "5=desired"]) == 4
    assert "the level 'awful'" in capsys.readouterr().err
    assert main([*words, "--level-map", "5=desired", "--level-map", "awful=basic"]) == 0
    assert json.loads(capsys.readouterr().out)["per_level"]["desired"]["rows"] == 20
    assert main([*words, "--level-map", "awful=bad"]) == ConfigurationError.exit_code
    assert main([*words, "--level-map", "awful"]) == 2


def test_by_which_mapping_levels_were_read_is_told_with_the_figures(tmp_path: Path) -> None:
    path, page = tmp_path / "rated.csv", tmp_path / "page.html"
    rows = ["Good people.,5 stars", "Nice people.,desired", "Slow.,2", "No idea.,void"]
    path.write_text("\n".join(["text,level", *rows]), encoding="utf-8")
    columns = DataSettings(levels={**stars({"5": 4}), "void": 0}, levels_by_number=False)
    told = "Levels by the mapping that was given: void = none, 2 = basic, 5 stars = desired."
    found = evaluate("levels-fast", path, columns=columns, baselines=(), draws=20)
    assert found.to_json()["notes"] == [told]
    assert told in found.describe()
    write_page(found, page)
    assert told in page.read_text(encoding="utf-8")
    both = compare("levels-fast", "levels-fast", path, columns=columns, gate=Gate(draws=200))
    assert told[:-1].lower() in both.describe()
    assert both.to_json()["data"]["mapping"] in told  # type: ignore[index,call-overload,operator]
    write_comparison(both, page)
    assert "void = none, 2 = basic, 5 stars = desired" in page.read_text(encoding="utf-8")


def test_texts_that_were_learned_from_are_said_loudly(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = load("levels-fast")
    seen = SeenTexts.of(read_gold(table).labelled.texts[:10])
    files = {**model.contents.files, **seen.files()}
    LevelModel(seal(model.manifest, files), model.scorer, model.calibration).save(
        tmp_path / "model"
    )
    assert main(["evaluate", str(tmp_path / "model"), str(table)]) == 0
    said = capsys.readouterr()
    assert "WARNING" in said.err
    assert said.out.startswith("WARNING: levels-fast has LEARNED FROM 10 of the 80 texts")


def test_one_level_only_is_measured_and_said(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("text,level\n" + "Good people.,4\n" * 20, encoding="utf-8")
    found = evaluate("levels-fast", path, draws=20)
    assert found.warnings == (
        "all rows of one.csv are on the level desired: kappa means nothing there",
    )
    kappas = [found.metrics, *found.baselines.values()]
    assert all(np.isnan(one["quadratic_weighted_kappa"].value) for one in kappas)
    json.dumps(found.to_json(), allow_nan=False)
    write_page(found, tmp_path / "page.html")


def test_rows_without_a_level_alone_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("text,level\nWhat is the fee?,0\n", encoding="utf-8")
    with pytest.raises(InputDataError, match="no row with a level"):
        evaluate("levels-fast", path)


def test_the_page_opens_offline_and_runs_nothing(table: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert (
        main(
            [
                "evaluate",
                "levels-fast",
                str(table),
                "--slice",
                "text",
                "--html",
                str(page),
                "--quiet",
            ]
        )
        == 0
    )
    html = page.read_text(encoding="utf-8")
    assert "http" not in html.replace('http-equiv="Content-Security-Policy"', "")
    assert "<script" not in html
    assert "<b>visit</b>" not in html
    assert "&lt;b&gt;visit" in html
    assert html.count("<circle") >= 2
    assert "shop" not in html


def test_a_table_in_memory_is_sliced_by_its_sources() -> None:
    texts = tuple(text.format("room") for text in VERDICTS.values())
    data = LabelledTexts(
        "made-up",
        texts,
        np.array([*VERDICTS]),
        np.array(["a", "a", "b", "b", "b"]),
        np.zeros(5, bool),
    )
    found = evaluate("levels-fast", data, draws=10)
    assert {"source=a", "source=b"} <= set(found.slices)


def test_how_well_evidence_is_told_is_measured_without_the_easiest_rows_too() -> None:
    """Banking77's questions tell of no service in a way that is easy to see."""
    texts = ("How do I top up?", "Where is my card?", "A long day.", "Kind people.", "They lied.")
    sources = np.array(["banking77", "banking77", "shop", "shop", "shop"])
    data = LabelledTexts("made-up", texts, np.array([0, 0, 0, 4, 1]), sources, np.zeros(5, bool))
    found = evaluate("levels-fast", data, draws=10, baselines=()).metrics
    assert found["evidence_auroc"].n == 5
    assert found["evidence_auroc_without_banking77"].n == 3


def test_where_rows_are_cut_into_no_slices_nothing_is_said_of_slices(table: Path) -> None:
    whole = replace(read_gold(table), slices={})
    found = evaluate("levels-fast", whole, draws=10, baselines=())
    assert "slice" not in found.describe().lower()
    assert not any(one.caption.startswith("By slice") for one in found.tables())


def test_one_row_gives_figures_and_says_that_it_gives_no_interval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, page = tmp_path / "one.csv", tmp_path / "page.html"
    path.write_text("text,level\nGood and friendly people.,4\n", encoding="utf-8")
    assert main(["evaluate", "levels-fast", str(path), "--html", str(page)]) == 0
    said = capsys.readouterr()
    assert "1 row with a level: a single row gives no interval" in said.err
    assert "1.000 (no interval)" in said.out
    assert "evidence: not measured, for no row is without it" in said.out
    html = page.read_text(encoding="utf-8")
    assert "(no interval)" in html
    assert "no text is without a level" in html
    for told in (said.out, said.err, html.replace("banner", "")):
        assert "nan" not in told.lower()
    (table, *_) = evaluate("levels-fast", path, draws=5).tables()
    assert "nan" not in str(table.rows)

"""What the retraining loop refuses, or says loudly: by the command line, as a person meets it."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest

import cxnlp
from cxnlp.cli import main
from cxnlp.errors import GateError, InputDataError, ModelError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROWS = [
    ("They lied to us about the fee.", 1, "north"),
    ("Slow and disappointing.", 2, "north"),
    ("It was okay, nothing special.", 3, "north"),
    ("Good and friendly people.", 4, "north"),
    ("How do I change my address?", 0, "south"),
    ("What is the fee for a transfer?", 0, "south"),
]


def write(path: Path, rows: Sequence[tuple[object, ...]], header: str = "text,level,shop") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.csv", [row for row in ROWS for _ in range(4)])


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A model of a format that is yet to come."""
    folder = cxnlp.load("levels-fast").folder
    assert folder is not None
    path = tmp_path / "model"
    shutil.copytree(folder, path)
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    (path / "manifest.json").write_text(json.dumps({**manifest, "format": 99}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "evaluate {model} {gold}",
        "compare levels-fast {model} {gold}",
        "compare {model} levels-fast {gold}",
        "audit {gold} --model {model} --out {out}",
    ],
)
def test_a_model_of_another_format_is_refused_by_its_number(
    words: str, foreign: Path, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"model": foreign, "gold": gold, "out": tmp_path / "review.csv"}
    assert main([word.format(**places) for word in words.split()]) == ModelError.exit_code
    said = capsys.readouterr().err
    assert "manifest.json, format: found 99" in said
    assert "expected 1" in said
    assert not (tmp_path / "review.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        "evaluate levels-fast {gold}",
        "compare levels-fast levels-fast {gold}",
        "audit {gold} --out {out}",
    ],
)
def test_an_unknown_level_is_refused_by_its_row(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [("Good.", 4, ""), ("Private words.", "superb", "")])
    places = {"gold": gold, "out": tmp_path / "review.csv"}
    assert main([word.format(**places) for word in words.split()]) == InputDataError.exit_code
    said = capsys.readouterr().err
    assert "row 2, column level: found the level 'superb'" in said
    assert "criminal" in said
    assert "Private" not in said


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("--level-column stars", "Name it with --level-column."),
        ("--text-column txt", "Did you mean text? Name it with --text-column."),
        ("--cluster customer", "Name it with --cluster."),
        ("--slice team", "Name it with --slice"),
    ],
)
def test_a_column_that_is_not_there_is_named_with_its_option(
    words: str, hint: str, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "levels-fast", str(gold), *words.split()]) == InputDataError.exit_code
    said = capsys.readouterr().err
    assert hint in said
    assert "[data" not in said


def test_the_hint_for_an_unknown_level_is_an_option_of_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [("Good.", "superb", "")])
    assert main(["evaluate", "levels-fast", str(gold)]) == InputDataError.exit_code
    said = capsys.readouterr().err
    assert "--level-map VALUE=LEVEL" in said
    assert "[data.levels]" not in said


@pytest.mark.parametrize("value", ["6", "0", "4.5", "-1"])
def test_a_number_that_is_no_star_is_refused_where_levels_are_stars(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [("Good.", 4, ""), ("Fine.", value, "")])
    words = ["evaluate", "levels-fast", str(gold), "--stars", "--quiet"]
    assert main(words) == InputDataError.exit_code
    said = capsys.readouterr().err
    assert f"row 2, column level: found the number '{value}', which stands for no level" in said
    assert "--stars takes one to five" in said
    assert main([*words, f"--level-map={value}=unbelievable", "--json"]) == 0


def test_rows_are_judged_without_ids_but_not_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[tuple[object, ...]] = [
        (text, level, place % 5) for place, (text, level, _) in enumerate(ROWS * 3)
    ]
    gold = write(tmp_path / "gold.csv", rows, "text,level,id")
    assert main(["evaluate", "levels-fast", str(gold), "--json"]) == 0
    assert main(["audit", str(gold), "--out", str(tmp_path / "r.csv")]) == InputDataError.exit_code
    assert "5 ids that stand in more than one row, such as '0'" in capsys.readouterr().err
    rows[3] = ("Good.", 4, "")
    write(gold, rows, "text,level,id")
    assert main(["audit", str(gold), "--out", str(tmp_path / "r.csv")]) == InputDataError.exit_code
    assert "1 rows without an id" in capsys.readouterr().err


def test_a_merge_writes_over_nothing_that_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "id,text,level,corrected_level,stratum"
    gold = write(tmp_path / "gold.csv", [("a", "Good.", 4), ("b", "Bad.", 2)], "id,text,level")
    review = write(tmp_path / "review.csv", [("a", "Good.", "desired", "basic", "")], header)
    out = tmp_path / "new.csv"
    words = ["audit", str(gold), "--merge", str(review), "--out", str(out), "--quiet"]
    assert main(words) == 0
    first = out.read_bytes()
    assert main(words) == UsageError.exit_code
    assert "give --fresh to write over it" in capsys.readouterr().err
    assert main([*words, "--fresh"]) == 0
    assert out.read_bytes() == first
    for read in (gold, review):
        before = read.read_bytes()
        assert main([*words[:5], str(read), "--fresh"]) == UsageError.exit_code
        assert read.read_bytes() == before
    cxnlp.label(gold, tmp_path / "run", id_column="id", model="levels-fast")
    words = ["sample", str(tmp_path / "run"), "--merge", str(review), "--out", str(out)]
    assert main(words) == UsageError.exit_code
    assert out.read_bytes() == first
    assert main([*words, "--fresh"]) == 0


def test_a_correction_among_stars_is_written_as_a_levels_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The number would be read as so many stars."""
    gold = write(tmp_path / "gold.csv", [("a", "Good.", 3), ("b", "Bad.", 2)], "id,text,level")
    header = "id,text,level,corrected_level,stratum"
    review = write(tmp_path / "review.csv", [("a", "Good.", "basic", "expected", "")], header)
    out = tmp_path / "new.csv"
    stars = ["--stars", "--level-map", "3=basic"]
    words = ["audit", str(gold), "--merge", str(review), "--out", str(out)]
    assert main([*words, *stars]) == 0
    assert "a,Good.,expected,basic" in out.read_text(encoding="utf-8")
    assert main(["evaluate", "levels-fast", str(out), *stars, "--json"]) == 0
    found = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert {name: one["rows"] for name, one in found["per_level"].items()} == {
        "basic": 1,
        "expected": 1,
    }


def test_a_slice_without_a_level_is_left_out_and_named(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "levels-fast", str(gold), "--slice", "shop", "--json"]) == 0
    said = capsys.readouterr()
    assert "Left out, for no row of theirs has a level: shop=south" in said.err
    assert [name for name in json.loads(said.out)["slices"] if "shop" in name] == ["shop=north"]
    gate = tmp_path / "gate.toml"
    gate.write_text('draws = 200\nslices = ["shop"]\n', encoding="utf-8")
    words = ["compare", "levels-fast", "levels-fast", str(gold), "--gate", str(gate), "--json"]
    assert main(words) == GateError.exit_code  # for its few rows
    said = capsys.readouterr()
    assert "shop=south" in said.err
    assert "shop=south" not in json.loads(said.out)["slices"]


def test_an_empty_cell_is_a_slice_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [(text, level, "") for text, level, _ in ROWS])
    assert main(["evaluate", "levels-fast", str(gold), "--slice", "shop", "--json"]) == 0
    assert "shop=(empty)" in json.loads(capsys.readouterr().out)["slices"]


def test_kappa_of_one_level_only_is_no_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be 0 whatever was answered."""
    rows = [*ROWS[:4] * 5, *[("Good people, but slow.", 4, "west")] * 5]
    gold = write(tmp_path / "gold.csv", rows)
    assert main(["evaluate", "levels-fast", str(gold), "--slice", "shop", "--json"]) == 0
    slices = json.loads(capsys.readouterr().out)["slices"]
    assert slices["shop=west"]["quadratic_weighted_kappa"]["value"] is None
    assert slices["shop=west"]["mean_absolute_error"]["value"] is not None
    assert slices["shop=north"]["quadratic_weighted_kappa"]["value"] is not None


def test_one_class_only_names_the_levels_that_an_audit_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [("Good people.", 4, "")] * 30)
    assert main(["audit", str(gold), "--out", str(tmp_path / "r.csv")]) == InputDataError.exit_code
    assert "level criminal (1): found 0 texts" in capsys.readouterr().err


def test_ids_that_do_not_match_between_files_are_named(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "id,text,level,corrected_level,stratum"
    review = write(tmp_path / "review.csv", [("zz9", "Good.", "desired", "basic", "")], header)
    words = ["audit", str(gold), "--merge", str(review), "--out", str(tmp_path / "new.csv")]
    assert main(words) == InputDataError.exit_code
    assert "1 ids that" in (said := capsys.readouterr().err)
    assert "'zz9'" in said
    cxnlp.label(["Kind staff."], tmp_path / "run", model="levels-fast")
    words = ["sample", str(tmp_path / "run"), "--merge", str(review), "--out"]
    assert main([*words, str(tmp_path / "new.csv")]) == InputDataError.exit_code
    assert "'zz9'" in capsys.readouterr().err
    assert not (tmp_path / "new.csv").exists()


def test_pages_and_decisions_never_take_the_place_of_what_is_read(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = gold.read_bytes()
    both = f"compare levels-fast levels-fast {gold}"
    for words in (
        f"evaluate levels-fast {gold} --html {gold}",
        f"{both} --html {gold}",
        f"{both} --out {gold}",
    ):
        assert main(words.split()) == UsageError.exit_code
        said = capsys.readouterr()
        assert "gold.csv: found a file that is read here" in said.err
        assert said.out == ""
    assert gold.read_bytes() == before
    assert main(f"evaluate levels-fast {gold} --html {tmp_path}".split()) == UsageError.exit_code
    assert "found a folder; expected the name of a file" in capsys.readouterr().err
    below = gold / "page.html"
    assert main(f"evaluate levels-fast {gold} --html {below}".split()) == UsageError.exit_code
    assert "a folder that cannot be made" in capsys.readouterr().err


def test_the_folder_of_a_file_to_come_is_made(gold: Path, tmp_path: Path) -> None:
    """Found by use: hours of judging ended in a traceback, for want of a folder."""
    new = tmp_path / "new"
    assert main(f"evaluate levels-fast {gold} --html {new}/a/page.html --quiet".split()) == 0
    words = f"compare levels-fast levels-fast {gold} --html {new}/b/p.html --out {new}/c/d.json"
    assert main([*words.split(), "--quiet"]) == 0
    ids = [(*row, f"i{place}") for place, row in enumerate(row for row in ROWS for _ in range(4))]
    table = write(tmp_path / "ids.csv", ids, "text,level,shop,id")
    for ending in ("csv", "json"):
        review = new / ending / f"review.{ending}"
        words = f"audit {table} --model levels-fast --out {review} --quiet"
        assert main(words.split()) == 0
        assert review.exists()
    merged = new / "e" / "merged.csv"
    words = f"audit {table} --merge {new}/csv/review.csv --out {merged} --quiet"
    assert main(words.split()) == 0
    assert {path.name for path in new.rglob("*.*")} >= {"page.html", "p.html", "d.json"}
    assert merged.exists()


def test_a_table_whose_texts_are_all_empty_is_named_for_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write(tmp_path / "gold.csv", [("", 4, ""), (" ", 2, "")])
    for words in (f"evaluate levels-fast {gold}", f"compare levels-fast levels-fast {gold}"):
        assert main(words.split()) == InputDataError.exit_code
        assert "gold.csv: found no row with a text" in capsys.readouterr().err


def test_a_comparison_is_sliced_by_columns_on_the_command_line_too(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hint for a column that is not there named an option that `compare` did not have."""
    words = ["compare", "levels-fast", "levels-fast", str(gold), "--quiet", "--json"]
    assert main([*words, "--slice", "shop"]) == 0
    assert "shop=north" in json.loads(capsys.readouterr().out)["slices"]
    gate = tmp_path / "gate.toml"
    gate.write_text('slices = ["shop"]\n', encoding="utf-8")
    assert main([*words, "--gate", str(gate), "--slice", "level"]) == GateError.exit_code
    assert {"shop=north", "level=1"} <= set(json.loads(capsys.readouterr().out)["slices"])
    assert main([*words, "--slice", "team"]) == InputDataError.exit_code
    assert "Name it with --slice" in capsys.readouterr().err

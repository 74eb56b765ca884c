"""Corrections come back from whatever program, and go nowhere they do not belong."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.reviewing import ReviewItem, merge, read_review, read_tasks, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = [
    ReviewItem("a", "=1+1 is what they charged", 2, 1, 2.5, "the model expects another level"),
    ReviewItem("-b", "Kind staff", 4, 4, 0.1, "the model is unsure of it", related=("a",)),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    path.write_text(
        "id,text,level,shop\na,=1+1 is what they charged,basic,north\n-b,Kind staff,4.0,\n"
        "c,Fine,3,south\n",
        encoding="utf-8",
    )
    return path


def returned(tmp_path: Path, **corrected: str) -> Path:
    """The sheet that was written, with cells filled in by id."""
    path = tmp_path / "review.csv"
    write_sheet(ITEMS, path, fresh=True)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["corrected_level"] = corrected.get(row["id"].strip("'-"), "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_cells_that_would_run_as_formulas_are_neutralised_and_ids_come_back(
    table: Path, tmp_path: Path
) -> None:
    review = returned(tmp_path, b="surprising")
    assert "'=1+1" in review.read_text(encoding="utf-8")
    merged = merge(table, read_review(review), tmp_path / "out.csv")
    assert (merged.changed, merged.left) == (1, 1)


def test_rows_and_columns_that_were_not_judged_stay_as_they_were(
    table: Path, tmp_path: Path
) -> None:
    merge(table, read_review(returned(tmp_path, a="criminal")), tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["level"] for row in rows] == ["criminal", "4.0", "3"]
    assert [row["shop"] for row in rows] == ["north", "", "south"]
    assert [row["level_before"] for row in rows] == ["basic", "", ""]


def test_merging_twice_is_merging_once(table: Path, tmp_path: Path) -> None:
    review = read_review(returned(tmp_path, a="criminal"))
    merge(table, review, tmp_path / "once.csv")
    again = merge(tmp_path / "once.csv", review, tmp_path / "twice.csv")
    assert (again.changed, again.confirmed) == (0, 1)
    merge(tmp_path / "twice.csv", review, tmp_path / "thrice.csv")
    assert (tmp_path / "twice.csv").read_bytes() == (tmp_path / "thrice.csv").read_bytes()


def test_a_label_that_changed_since_is_not_written_over(table: Path, tmp_path: Path) -> None:
    table.write_text(table.read_text().replace("basic", "expected"), encoding="utf-8")
    with pytest.raises(InputDataError, match="which the reviewer saw"):
        merge(table, read_review(returned(tmp_path, a="criminal")), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_ids_that_the_table_does_not_have_are_named(table: Path, tmp_path: Path) -> None:
    table.write_text("id,text,level\nz,Fine,3\n", encoding="utf-8")
    with pytest.raises(InputDataError, match=r"2 ids that .* does not have, such as 'a'"):
        merge(table, read_review(returned(tmp_path, a="criminal")), tmp_path / "out.csv")


def test_an_unknown_level_is_named_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(
        InputDataError, match="row 2, column corrected_level: found the level 'top'"
    ):
        read_review(returned(tmp_path, b="top"))


def test_two_judgements_of_one_comment_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("id,level,corrected_level\na,2,1\na,2,3\n", encoding="utf-8")
    with pytest.raises(InputDataError, match="two judgements"):
        read_review(path)


def test_a_table_that_is_no_review_is_refused(table: Path) -> None:
    with pytest.raises(InputDataError, match="no column 'corrected_level'"):
        read_review(table)


@pytest.mark.parametrize(
    "content", ["no JSON", "{}", '[{"data": {"id": "a"}}]', '[{"annotations": [{"result": [{}]}]}]']
)
def test_what_is_no_export_of_label_studio_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputDataError, match="Label Studio"):
        read_tasks(path)


def test_of_several_annotations_the_last_that_stands_counts(tmp_path: Path) -> None:
    def given(choice: str, *, cancelled: bool = False) -> dict[str, object]:
        result = [{"type": "choices", "value": {"choices": [choice]}}]
        return {"was_cancelled": cancelled, "result": result}

    task = {
        "data": {"id": 5, "level": "basic"},
        "annotations": [given("criminal"), given("expected"), given("none", cancelled=True)],
    }
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    (one,) = read_tasks(path).corrections
    assert (one.id, one.before, one.after) == ("5", 2, 3)


def tasks_of(tmp_path: Path, *given: tuple[object, str]) -> Path:
    """An export of one task; who said what."""
    annotations = [
        {
            "completed_by": who,
            "result": [{"type": "choices", "value": {"choices": [choice]}}],
        }
        for who, choice in given
    ]
    path = tmp_path / "export.json"
    path.write_text(
        json.dumps([{"data": {"id": "a", "level": "basic"}, "annotations": annotations}]),
        encoding="utf-8",
    )
    return path


def test_two_people_must_agree_in_label_studio_too(tmp_path: Path) -> None:
    """Found by a reviewer: the last won, and nobody was told."""
    ann, bob = {"email": "ann@example.org"}, 7
    with pytest.raises(InputDataError, match="two judgements of the comment 'a'"):
        read_tasks(tasks_of(tmp_path, (ann, "basic"), (bob, "desired")))
    found = read_tasks(tasks_of(tmp_path, (ann, "basic"), (bob, "desired"), (ann, "desired")))
    assert [(one.after, one.reviewer) for one in found.corrections] == [(4, "ann@example.org")]


def test_who_judges_again_corrects_oneself(tmp_path: Path) -> None:
    found = read_tasks(tasks_of(tmp_path, (7, "basic"), (7, "desired")))
    assert [one.after for one in found.corrections] == [4]
    assert found.left == 0


def test_a_row_that_holds_another_text_than_was_judged_is_refused(tmp_path: Path) -> None:
    """As where rows are told apart by their number, and the table was sorted anew."""
    table = tmp_path / "gold.csv"
    table.write_text(
        "id,text,level\na,=1+1 is what they charged,basic\n-b,The lift was broken,4\n",
        encoding="utf-8",
    )
    review = returned(tmp_path, b="surprising")
    with pytest.raises(InputDataError, match=r"gold\.csv, row 2: found another text"):
        merge(table, read_review(review), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_columns_that_the_table_lacks_are_named_with_the_option_for_them(
    table: Path, tmp_path: Path
) -> None:
    review = read_review(returned(tmp_path, b="2"))
    with pytest.raises(InputDataError, match="no column 'grade'") as caught:
        merge(table, review, tmp_path / "out.csv", level_column="grade")
    assert "--level-column" in caught.value.hint
    with pytest.raises(InputDataError, match="no column 'ticket'") as caught:
        merge(table, review, tmp_path / "out.csv", id_column="ticket")
    assert "--id-column" in caught.value.hint
    assert not (tmp_path / "out.csv").exists()


def test_an_id_that_stands_twice_in_the_table_is_refused(table: Path, tmp_path: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write("-b,Kind staff,4,west\n")
    with pytest.raises(InputDataError):
        merge(table, read_review(returned(tmp_path, b="2")), tmp_path / "out.csv")


def test_a_review_of_another_table_is_refused_by_rows_that_nobody_judged(
    table: Path, tmp_path: Path
) -> None:
    """Found by a reviewer: with nothing judged, the review of any table was taken."""
    table.write_text("id,text,level\na,=1+1 is what they charged,basic\n", encoding="utf-8")
    for judged in ({}, {"a": "criminal"}):
        with pytest.raises(InputDataError, match=r"1 ids that .* does not have, such as '-b'"):
            merge(table, read_review(returned(tmp_path, **judged)), tmp_path / "out.csv")
    table.write_text("text,level\nSlow,basic\nKind staff,4\n", encoding="utf-8")
    review = tmp_path / "other.csv"
    review.write_text("id,text,level,corrected_level\n2,Late again,basic,\n", encoding="utf-8")
    with pytest.raises(InputDataError, match=r"gold\.csv, row 2: found another text") as caught:
        merge(table, read_review(review), tmp_path / "out.csv")
    assert "was in other.csv under the id '2'" in str(caught.value)
    assert "Late" not in str(caught.value)
    assert not (tmp_path / "out.csv").exists()


def test_tasks_that_nobody_judged_are_held_against_the_table_too(
    table: Path, tmp_path: Path
) -> None:
    path = tmp_path / "export.json"
    for data, found in (({"id": "z"}, "such as 'z'"), ({"id": "c", "text": "Poor"}, "row 3")):
        path.write_text(json.dumps([{"data": data, "annotations": []}]), encoding="utf-8")
        with pytest.raises(InputDataError, match=found):
            merge(table, read_tasks(path), tmp_path / "out.csv")


def test_rows_left_alone_may_have_changed_their_label_or_lost_their_text(
    table: Path, tmp_path: Path
) -> None:
    """Another review may have come back in between, and empty lines are no comments."""
    table.write_text(table.read_text().replace("4.0", "5"), encoding="utf-8")
    review = returned(tmp_path, a="criminal")
    merged = merge(table, read_review(review), tmp_path / "out.csv")
    assert (merged.changed, merged.left) == (1, 1)
    review.write_text(
        "id,text,level,corrected_level\na,,basic,criminal\n-b,,desired,\n,,,\n", encoding="utf-8"
    )
    merged = merge(table, read_review(review), tmp_path / "again.csv")
    assert (merged.changed, merged.left) == (1, 1)


def test_a_text_that_a_spreadsheet_cut_short_is_known_again(tmp_path: Path) -> None:
    """A cell holds 32,767 characters."""
    long = "They kept us waiting. " * 2000
    table, review = tmp_path / "gold.csv", tmp_path / "review.csv"
    table.write_text(f"id,text,level\na,{long},4\n", encoding="utf-8")
    review.write_text(f"id,text,level,corrected_level\na,{long[:32767]},4,2\n", encoding="utf-8")
    assert merge(table, read_review(review), tmp_path / "out.csv").changed == 1


def test_a_table_is_told_from_a_run_whatever_its_name_says(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table.write_text("id,text,level\nz,Fine,3\n", encoding="utf-8")
    table.rename("the run of March.csv")
    review = read_review(returned(tmp_path, a="criminal"))
    with pytest.raises(InputDataError, match="expected ids of that table"):
        merge("the run of March.csv", review, tmp_path / "out.csv")

"""The review file as a table: what a reviewer sees, fills in, and is never robbed of."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from cxnlp.errors import UsageError
from cxnlp.reviewing.sheet import (
    ANSWER_COLUMNS,
    ReviewItem,
    level_word,
    refuse_standing,
    write_sheet,
)

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = (
    ReviewItem("a7", "Late, again.", 4, 2, 0.98765, "the model expects another level", ("b", "c")),
    ReviewItem("=1", "It was fine.", None, 0, 0.1, "drawn", stratum="random", chance=0.25),
)
COLUMNS = [
    "rank",
    "id",
    "text",
    "level",
    "suggested",
    "score",
    "reason",
    "related",
    "stratum",
    "chance",
    "corrected_level",
    "note",
    "reviewer",
    "reviewed_at",
]


def test_rows_come_in_their_order_with_empty_cells_to_fill(tmp_path: Path) -> None:
    path = tmp_path / "new" / "review.csv"
    write_sheet(ITEMS, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, first, second = csv.reader(file)
    assert header == COLUMNS
    reason = "the model expects another level"
    answers = ["", "", "", ""]
    assert first == [
        *("1", "a7", "Late, again.", "desired", "basic", "0.9877", reason, "b c", "chosen", ""),
        *answers,
    ]
    drawn = ("2", "'=1", "It was fine.", "", "none", "0.1", "drawn", "", "random", "0.25")
    assert second == [*drawn, *answers]


def test_the_columns_to_fill_are_the_last_and_the_level_is_the_first_of_them() -> None:
    assert tuple(COLUMNS[-4:]) == ANSWER_COLUMNS


def test_numbers_stay_numbers_where_the_format_knows_them(tmp_path: Path) -> None:
    write_sheet(ITEMS, tmp_path / "review.parquet")
    table = pq.read_table(tmp_path / "review.parquet")
    assert table["rank"].to_pylist() == [1, 2]
    assert table["chance"].to_pylist() == [None, 0.25]
    assert table["id"].to_pylist() == ["a7", "=1"], "only a spreadsheet runs formulas"
    write_sheet([], tmp_path / "none.parquet")
    none = pq.read_table(tmp_path / "none.parquet")
    assert (none.num_rows, none.schema.types) == (0, table.schema.types)


@pytest.mark.parametrize(
    ("level", "word"), [(None, ""), (0, "none"), (1, "criminal"), (6, "unbelievable")]
)
def test_a_label_is_a_word_and_no_label_is_none(level: int | None, word: str) -> None:
    assert level_word(level) == word


def test_a_file_that_stands_is_left_alone_unless_it_is_said_to_be_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    refuse_standing(path, fresh=False)
    path.write_text("work", encoding="utf-8")
    refuse_standing(path, fresh=True)
    with pytest.raises(UsageError) as caught:
        refuse_standing(path, fresh=False, why="it is all there is")
    assert str(caught.value) == (
        f"{path}: found a file that is there already; expected a free name: it is all there is. "
        "Name another file with --out, or give --fresh to write over it."
    )


def test_what_is_read_is_never_written_over_whatever_is_said(tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    for fresh in (True, False):
        with pytest.raises(UsageError, match="a file that is read here"):
            refuse_standing(tmp_path / "x" / ".." / "gold.csv", fresh=fresh, inputs=["a", gold])
    refuse_standing(tmp_path / "other.csv", fresh=False, inputs=[gold])

"""A corrected label is written as its column writes labels."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from cxnlp.flows.audit import merge_review
from cxnlp.flows.judging.gold import meaning_of, stars
from cxnlp.reviewing.notation import notation_of
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = DataSettings()
STARS = DataSettings(levels=stars(), levels_by_number=False)


@pytest.mark.parametrize(
    ("cells", "settings", "written"),
    [
        (["basic", "desired", "none"], PLAIN, {2: "basic", 5: "surprising", 0: "none"}),
        (["Desired ", "Basic", "none"], PLAIN, {4: "Desired", 5: "Surprising", 0: "none"}),
        (["Desired", "Basic"], PLAIN, {1: "Criminal", 0: "No evidence"}),
        (["DESIRED", "BASIC"], PLAIN, {1: "CRIMINAL", 0: "NONE"}),
        (["Desired", "No evidence"], PLAIN, {0: "No evidence"}),
        (["3", "4", "0"], PLAIN, {2: "2", 4: "4", 0: "0"}),
        (["3.0", "4.0"], PLAIN, {2: "2.0", 0: "0.0"}),
        (["3", "4", "4", "desired"], PLAIN, {4: "4", 1: "1"}),
        (["basic", "desired", "desired", "2"], PLAIN, {2: "basic", 4: "desired"}),
        (["basic", "desired", "4"], PLAIN, {3: "expected"}),
        (["5", "4", ""], STARS, {4: "4", 2: "2", 6: "unbelievable", 0: "none"}),
        (["5 stars", "4 stars"], STARS, {1: "1 star", 3: "3 stars", 6: "unbelievable"}),
        (["5/5", "4/5"], STARS, {2: "2/5"}),
        (["★★★★★", "★★★★★", "★★★★☆"], STARS, {2: "★★☆☆☆", 5: "★★★★★"}),
        (["★★★★★", "★★★★"], STARS, {2: "★★"}),
        (
            ["good", "good", "bad"],
            DataSettings(levels={"good": 4, "bad": 2, "ugly": 1}),
            {2: "bad", 1: "ugly", 5: "surprising"},
        ),
        (
            ["ok", "basic", "desired"],
            DataSettings(levels={"ok": 3}),
            {3: "expected", 1: "criminal"},
        ),
        (["5", "5", "4"], DataSettings(levels={"5": 4}), {4: "5", 5: "surprising", 3: "3"}),
        (["", "nonsense"], PLAIN, {3: "expected", 0: "none"}),
    ],
)
def test_a_level_is_written_as_the_column_writes_it(
    cells: list[str], settings: DataSettings, written: dict[int, str]
) -> None:
    write = notation_of(
        cells, meaning_of(settings), settings.levels, numbers=settings.levels_by_number
    )
    assert {level: write(level) for level in written} == written


def test_what_nobody_corrected_stays_byte_for_byte(tmp_path: Path) -> None:
    """Found by use: a table of names came back with "2" among them."""
    table, review, out = (tmp_path / name for name in ("t.csv", "r.csv", "o.csv"))
    rows = ['a,"Late, and rude.",Desired ', "b,Fine.,EXPECTED", "c,Kind.,Desired", "d,Hm.,none"]
    table.write_text("\n".join(["id,text,level", *rows]) + "\n", encoding="utf-8")
    review.write_text("id,level,corrected_level\na,4,2\nc,4,none\nd,0,0\n", encoding="utf-8")
    merged = merge_review(table, review, out)
    assert (merged.changed, merged.confirmed) == (2, 1)
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[2].startswith(rows[1] + ",")
    assert lines[4].startswith(rows[3] + ",")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["level"] for row in csv.DictReader(file)] == [
            "Basic",
            "EXPECTED",
            "none",
            "none",
        ]

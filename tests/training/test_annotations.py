"""Levels that were added later are found by the text's digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from cxnlp.errors import InputDataError
from cxnlp.training.annotations import ASPECT_COLUMNS, key_of, read_annotated
from cxnlp.training.config import AnnotationSettings
from cxnlp.training.network.aspects import aspect_gold

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {
    "The nurse  sat with me.": ("5", "E+", "I", "D"),
    "Nobody rang back.": ("2", "T-", "P", "A"),
    "Which form?": ("none", "", "", ""),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "texts.csv").write_text("text\n" + "\n".join(ROWS) + "\nnobody asked\n")
    names = ["key", "level", *ASPECT_COLUMNS]
    rows = [(key_of(text), *cells) for text, cells in ROWS.items()]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(tmp_path / "more.parquet")
    return tmp_path


def _settings(*texts: str) -> AnnotationSettings:
    return AnnotationSettings(file="more.parquet", texts=texts)


def test_texts_are_found_by_the_digest_of_what_was_written(home: Path) -> None:
    data = read_annotated(_settings("texts.csv"), home).data
    assert dict(zip(data.texts, data.levels.tolist(), strict=True)) == {
        "The nurse sat with me.": 5,
        "Nobody rang back.": 2,
        "Which form?": 0,
    }


def test_annotated_texts_count_as_picked_and_know_their_table(home: Path) -> None:
    data = read_annotated(_settings("texts.csv"), home).data
    assert data.enriched.all()
    assert set(data.sources) == {"texts"}


def test_the_letters_of_aspects_come_along(home: Path) -> None:
    found = read_annotated(_settings("texts.csv"), home)
    gold = aspect_gold(found.data.texts, found.letters, where="more", names=ASPECT_COLUMNS)
    assert gold.rows["Nobody rang back."] == ((0, 2, 0, 0, 0), (0, 1, 0, 0, 0, 0, 1))


def test_a_text_in_two_tables_counts_once(home: Path) -> None:
    assert len(read_annotated(_settings("texts.csv", "texts.csv"), home).data) == len(ROWS)


def test_an_annotation_without_its_text_is_refused(home: Path) -> None:
    (home / "other.csv").write_text("text\nNobody rang back.\n")
    with pytest.raises(InputDataError, match="2 annotations of texts that stand in no table"):
        read_annotated(_settings("other.csv"), home)


def test_an_unknown_level_is_refused_by_its_row(home: Path) -> None:
    pl.DataFrame(
        {"key": [key_of("Which form?")], "level": ["superb"], **dict.fromkeys(ASPECT_COLUMNS, "")}
    ).write_parquet(home / "more.parquet")
    with pytest.raises(InputDataError, match="row 1, column level: found the level 'superb'"):
        read_annotated(_settings("texts.csv"), home)

"""Training data is checked before anything learns from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.training import TrainingSettings, check_levels, read_labelled, without
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.training.data import LabelledTexts


def _read(path: Path, rows: str, **settings: object) -> LabelledTexts:
    path.write_text("text,level\n" + rows)
    return read_labelled(path, DataSettings.check(dict(settings)))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def test_levels_are_names_numbers_or_none(table: Path) -> None:
    found = _read(table, "a,Criminal\nb,2\nc,3.0\nd,0\ne,no evidence\nf,UNBELIEVABLE\n")
    assert found.levels.tolist() == [1, 2, 3, 0, 0, 6]
    assert found.name == "mine.csv"


def test_other_values_are_read_by_a_stated_mapping(table: Path) -> None:
    found = _read(table, "a,5 stars\nb,1 star\n", levels={"5 stars": 5, "1 star": 1})
    assert found.levels.tolist() == [5, 1]


def test_an_unknown_level_is_refused_with_its_row(table: Path) -> None:
    with pytest.raises(InputDataError, match=r"mine\.csv, row 2, column level: found .*'superb'"):
        _read(table, "a,1\nb,superb\n")


def test_a_missing_column_is_refused_with_the_nearest_name(table: Path) -> None:
    with pytest.raises(InputDataError, match="Did you mean level"):
        _read(table, "a,1\n", level="lvel")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match=r"none\.csv"):
        read_labelled(tmp_path / "none.csv", DataSettings())


def test_a_table_without_rows_is_refused(table: Path) -> None:
    with pytest.raises(InputDataError, match="no rows"):
        _read(table, "")


def test_texts_are_cleaned_and_empty_ones_counted(table: Path) -> None:
    found = _read(table, "  well   done ,4\n   ,4\n")
    assert found.texts == ("well done",)
    assert found.empty == 1


def test_quoted_line_breaks_belong_to_the_text(table: Path) -> None:
    assert len(_read(table, '"first\nsecond",4\n')) == 1


def test_an_empty_level_is_refused_by_name(table: Path) -> None:
    found = _read(table, "".join(f"t{n},{n % 5 + 1}\n" for n in range(20)))
    with pytest.raises(InputDataError, match=r"unbelievable \(6\): found 0 texts"):
        check_levels(found, 2)


def test_texts_of_the_test_are_left_out_and_counted(table: Path) -> None:
    found = _read(table, "same,1\nother,2\nsame,3\n")
    left, shared = without(found, {"same"})
    assert left.texts == ("other",)
    assert left.levels.tolist() == [2]
    assert shared == 2


def test_a_digest_tells_texts_levels_and_order_apart(table: Path) -> None:
    one = _read(table, "a,1\nb,2\n").digest
    assert one == _read(table, "a,1\nb,2\n").digest
    for rows in ("a,1\nb,3\n", "a,1\nc,2\n", "b,2\na,1\n"):
        assert _read(table, rows).digest != one


def test_an_unknown_key_of_the_configuration_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean strength"):
        TrainingSettings.parse("[linear]\nstrenght = 3")


def test_enriched_rows_are_marked(table: Path) -> None:
    table.write_text("text,level,picked\na,1,True\nb,2,false\n")
    found = read_labelled(table, DataSettings(enriched="picked"))
    assert np.array_equal(found.enriched, [True, False])

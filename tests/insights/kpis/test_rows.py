"""Rows of a run are read whatever their status, and groups by their names."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from tests.insights.kpis.conftest import make_run

from cxnlp.insights.kpis.rows import read_rows, segment_codes


def test_rows_without_a_level_count() -> None:
    rows = read_rows(make_run([2, None], csat=[1.0, 5.0]))
    assert rows.numbers("csat").tolist() == [1, 5]
    assert rows.level.tolist() == [2, 0]


def test_rows_come_in_their_order() -> None:
    shuffled = make_run([1, 2, 3], csat=[1.0, 2.0, 3.0]).take([2, 0, 1])
    assert read_rows(shuffled).numbers("csat").tolist() == [1, 2, 3]


def test_truth_values_become_numbers_and_gaps_stay_gaps() -> None:
    rows = read_rows(make_run([1, 1, 1], escalated=[True, None, False]))
    assert np.array_equal(rows.numbers("escalated"), [1, np.nan, 0], equal_nan=True)


def test_an_empty_column_is_none() -> None:
    assert not read_rows(make_run([1], csat=[None])).has("csat")


def test_the_largest_group_comes_first_and_equal_ones_by_name() -> None:
    code, names = segment_codes(pa.table({"team": ["c", "b", "b", "a", None]}), "team")
    assert names == ("b", "a", "c")
    assert code.tolist() == [2, 0, 0, 1, -1]


def test_blank_names_are_no_group_and_blanks_around_a_name_do_not_count() -> None:
    code, names = segment_codes(pa.table({"team": [" a", "a ", "  ", "a"]}), "team")
    assert (code.tolist(), names) == ([0, 0, -1, 0], ("a",))
    code, names = segment_codes(pa.table({"team": ["a", "a", "b", " ", None]}), "team")
    assert (code.tolist(), names) == ([0, 0, 1, -1, -1], ("a", "b"))


def test_names_that_come_encoded_are_the_same_groups() -> None:
    plain = pa.table({"team": ["c", "b", "b", "a", None]})
    encoded = pa.table({"team": plain["team"].dictionary_encode()})
    code, names = segment_codes(encoded, "team")
    assert (code.tolist(), names) == ([2, 0, 0, 1, -1], ("b", "a", "c"))


def test_numbers_can_be_groups() -> None:
    assert segment_codes(pa.table({"shop": [7, 8, 7]}), "shop")[1] == ("7", "8")


def test_rows_without_a_name_are_in_no_group() -> None:
    code, names = segment_codes(pa.table({"team": pa.array([None, None], pa.string())}), "team")
    assert (code.tolist(), names) == ([-1, -1], ())


def test_no_rows_are_no_groups() -> None:
    code, names = segment_codes(pa.table({"team": pa.array([], pa.string())}), "team")
    assert (len(code), names) == (0, ())

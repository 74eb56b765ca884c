"""Dates are read by one rule, value by value."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.sources import read_metadata
from cxnlp.sources.instants import check_date_format, read_instants
from cxnlp.sources.values import count_ambiguous


def read(word: str, date_format: str | None = None) -> str | None:
    (instant,) = read_metadata("created_at", pa.array([word]), date_format=date_format)[
        0
    ].to_pylist()
    return instant.strftime("%Y-%m-%d %H:%M:%S") if instant else None


@pytest.mark.parametrize(
    "word",
    [
        *("2021-04-03", "2021/4/3", "2021.04.03", "20210403", "2021-04-03T00:00:00Z", "3/4/2021"),
        *("03-04-2021", "03.04.21", "3 Apr 2021", "3rd April 2021", "April 3, 2021", "3-Apr-21"),
        *("Sat, 3 Apr 2021", "2021-04-03 02:00:00+02:00", "1617408000", "1617408000000"),
        *("03/04/2021 00:00", "3/4/21 12:00 AM", "2021-04-03 00:00:00.000000 UTC"),
    ],
)
def test_many_forms_of_one_day(word: str) -> None:
    assert read(word) == "2021-04-03 00:00:00"


@pytest.mark.parametrize(
    ("word", "instant"),
    [
        ("04/30/2021", "2021-04-30 00:00:00"),
        ("30/04/2021", "2021-04-30 00:00:00"),
        ("4/30/21 5:06 PM", "2021-04-30 17:06:00"),
        ("2021-04-03T23:30:00-05:00", "2021-04-04 04:30:00"),
        ("31/12/99", "1999-12-31 00:00:00"),
        ("28.02.2021 09.15", "2021-02-28 09:15:00"),
    ],
)
def test_times_zones_and_month_first_where_only_that_is_a_date(word: str, instant: str) -> None:
    assert read(word) == instant


@pytest.mark.parametrize(
    "word", ["31/02/2021", "2021-13-01", "soon", "Q1 2021", "2021", "25:00", "13/13/2021"]
)
def test_what_is_no_date_is_null(word: str) -> None:
    assert read(word) is None


def test_a_format_overrules_the_rule() -> None:
    assert read("03/04/2021", "%m/%d/%Y") == "2021-03-04 00:00:00"
    assert read("2021-03-04", "%m/%d/%Y") is None


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("03/04/2021", 1), ("3.4.21 9:15", 1), ("Sat, 3/4/2021", 1), ("12-11-2021", 1)),
        *(("31/01/2021", 0), ("01/31/2021", 0), ("5/5/2021", 0), ("2021-03-04", 0), ("soon", 0)),
        *(("3 Apr 2021", 0), ("13/13/2021", 0), ("1617408000", 0), ("03/04/2021 25:61", 0)),
    ],
)
def test_dates_that_could_be_month_first_are_counted(word: str, count: int) -> None:
    assert count_ambiguous("created_at", pa.array([f" {word} ", None])) == count
    assert count_ambiguous("created_at", pa.array([word]), date_format="%d/%m/%Y") == 0
    assert count_ambiguous("customer", pa.array([word])) == 0


def test_every_ambiguous_date_counts_as_often_as_it_stands() -> None:
    assert count_ambiguous("resolved_at", pa.chunked_array([["3/4/21"], ["3/4/21", "4/3/21"]])) == 3


@pytest.mark.parametrize(
    "word", ["%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%b %d, %y", "%c", "%G-W%V-%u"]
)
def test_a_format_that_can_be_read_is_taken(word: str) -> None:
    check_date_format(word)


@pytest.mark.parametrize("word", ["%Q", "%d/%m/%Y %Q", "%d/%m", "dd/mm/yyyy", "%F", "%Y-%m-%", ""])
def test_a_format_by_which_no_date_can_be_read_is_a_wrong_configuration(word: str) -> None:
    with pytest.raises(ConfigurationError, match="--date-format") as caught:
        check_date_format(word)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("word", "instant"),
    [
        ("5 May 2026 9:30 pm", "2026-05-05 21:30:00"),
        ("5 May 2026 12:30 am", "2026-05-05 00:30:00"),
        ("5 May 2026 12:30 PM", "2026-05-05 12:30:00"),
        ("5 May 2026 9:30 pm +02:00", "2026-05-05 19:30:00"),
        ("5 May 2026 09:30 -0330", "2026-05-05 13:00:00"),
        ("5 May 2026 13:30 pm", None),
        ("5 May 2026 0:30 am", None),
    ],
)
def test_half_days_and_zones_beside_a_month_in_words(word: str, instant: str | None) -> None:
    assert read(word) == instant


def test_what_is_missing_stays_missing_under_any_format() -> None:
    assert read_instants(pa.array([None, "05|2026"]), "%m|%Y").is_valid().to_pylist() == [
        False,
        True,
    ]

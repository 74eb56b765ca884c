"""Metadata is read value by value; what cannot be read is null and counted."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from cxnlp.schema import METADATA_TYPES
from cxnlp.sources import read_metadata
from cxnlp.sources.values import count_ambiguous


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *(("4", 4), ("4.5", 4.5), ("4,5", 4.5), (" 7 ", 7), ("-3", -3), ("+3", 3), ("85%", 85)),
        *(("1,250", 1250), ("1,250.75", 1250.75), (".5", 0.5), ("1e2", 100), ("3.", 3)),
        *(("8/10", None), ("ten", None), ("1.2.3", None), ("inf", None), ("5 stars", None)),
        *(("", None), ("n/a", None), ("NaN", None)),
    ],
)
def test_numbers(word: str, number: float | None) -> None:
    assert read_metadata("csat", pa.array([word]))[0].to_pylist() == [number]


@pytest.mark.parametrize("word", ["yes", "Y", "TRUE", "1", "1.0", "t", " Yes "])
def test_yes(word: str) -> None:
    assert read_metadata("resolved", pa.array([word])) == (pa.array([True]), 0)


@pytest.mark.parametrize("word", ["no", "N", "False", "0", "0.0", "f"])
def test_no(word: str) -> None:
    assert read_metadata("escalated", pa.array([word])) == (pa.array([False]), 0)


def test_what_is_there_and_cannot_be_read_is_counted() -> None:
    for name, words in (
        ("nps", ["9", "lots", "", None, "n/a", "-"]),
        ("converted", ["yes", "maybe", " ", None, "N/A", "--"]),
        ("created_at", ["2021-01-01", "soon", "", None, "null", "."]),
    ):
        values, unreadable = read_metadata(name, pa.array(words))
        assert unreadable == 1, name
        assert values.null_count == 5
        assert values.type == METADATA_TYPES[name]


def test_typed_columns_are_taken_as_they_are() -> None:
    assert read_metadata("csat", pa.array([1, None, 3]))[0].to_pylist() == [1.0, None, 3.0]
    assert read_metadata("csat", pa.array([1.5, float("nan")]))[0].to_pylist() == [1.5, None]
    assert read_metadata("resolved", pa.array([1, 0, 7])) == (pa.array([True, False, None]), 1)
    assert read_metadata("resolved", pa.array([1.0, 0.0])) == (pa.array([True, False]), 0)
    assert read_metadata("team", pa.array([17, None]))[0].to_pylist() == ["17", None]
    mixed = pa.array([17.0, None, 2.5, float("nan"), 1e300])
    assert read_metadata("customer", mixed)[0].to_pylist()[:3] == ["17", None, "2.5"]
    times = pa.array([dt.time(9, 30)])
    assert read_metadata("created_at", times)[1] == 1
    assert read_metadata("team", pa.array(["  A ", " "]).dictionary_encode())[0].to_pylist() == [
        "A",
        None,
    ]


@pytest.mark.parametrize(
    "values",
    [
        pa.array([dt.date(2021, 4, 3)]),
        pa.array(["2021-04-03"]).cast(pa.timestamp("us")),
        pa.array([dt.datetime(2021, 4, 3, tzinfo=dt.UTC)]),
        pa.array(["2021-04-03"]).cast(pa.timestamp("ns")).cast(pa.timestamp("ns", tz="UTC")),
        pa.array(["2021-04-03"]).cast(pa.timestamp("s")),
    ],
)
def test_typed_instants_are_utc(values: pa.Array) -> None:
    (instant,) = read_metadata("created_at", values)[0].to_pylist()
    assert instant == dt.datetime(2021, 4, 3, tzinfo=dt.UTC)


def test_chunked_and_empty_columns_are_read() -> None:
    chunked = pa.chunked_array([["1"], [], ["2"]], pa.string())
    assert read_metadata("nps", chunked)[0].to_pylist() == [1.0, 2.0]
    for name, kind in METADATA_TYPES.items():
        assert read_metadata(name, pa.chunked_array([], pa.string()))[0].type == kind
        assert read_metadata(name, pa.array([None, None]))[0].to_pylist() == [None, None]


def test_yes_and_no_are_taken_as_they_are_and_count_as_numbers() -> None:
    truths = pa.array([True, None, False])
    assert read_metadata("escalated", truths)[0].to_pylist() == [True, None, False]
    numbers, unread = read_metadata("csat", truths)
    assert (numbers.to_pylist(), unread) == ([1.0, None, 0.0], 0)


def test_cells_that_are_lists_become_words() -> None:
    found, unread = read_metadata("channel", pa.array([["app", "web"], None]))
    assert (found.to_pylist(), unread) == (["['app', 'web']", None], 0)


def test_cells_of_bytes_are_words_and_those_that_are_no_text_their_figures() -> None:
    found, unread = read_metadata("channel", pa.array([b"app", b"w\xffb", None]))
    assert (found.to_pylist(), unread) == (["app", "77ff62", None], 0)


def test_only_words_can_be_ambiguous_dates() -> None:
    day = pa.array([dt.date(2021, 4, 3)])
    assert count_ambiguous("created_at", day) == 0
    assert count_ambiguous("created_at", pa.array(["03/04/2021"]), date_format="%d/%m/%Y") == 0
    assert count_ambiguous("csat", pa.array(["03/04/2021"])) == 0

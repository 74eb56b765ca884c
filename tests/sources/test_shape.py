"""An export is known by its shape, and its list of records is found in it."""

from __future__ import annotations

import pytest

from cxnlp.sources.shape import Shape, dig, text_of

SHAPE = Shape(
    name="letters",
    columns=("id", "text"),
    lists=(("page", "letters"), ("letters",), ()),
    fits=lambda record: "words" in record,
    flatten=lambda record, _: {"text": text_of(record["words"])},
    beside=lambda record: "stamp" in record,
)
LETTER = {"words": "Kind."}
STAMP = {"stamp": 1}


@pytest.mark.parametrize(
    ("path", "found"),
    [((), {"a": {"b": [1], "c": None}}), (("a", "b"), [1]), (("a", "c"), None), (("a", "d"), None)],
)
def test_a_path_leads_to_a_value_or_to_none(path: tuple[str, ...], found: object) -> None:
    assert dig({"a": {"b": [1], "c": None}}, *path) == found


def test_a_path_breaks_off_where_there_are_no_names() -> None:
    assert dig({"a": ["b"]}, "a", "b") is None
    assert dig(None, "a") is None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("", ""),
        (" a ", " a "),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        (None, None),
        ([1], None),
        ({}, None),
    ],
)
def test_texts_numbers_and_truth_values_are_cells(value: object, cell: str | None) -> None:
    assert text_of(value) == cell


@pytest.mark.parametrize(
    ("document", "records"),
    [
        ([LETTER, LETTER], [LETTER, LETTER]),
        ({"letters": [LETTER]}, [LETTER]),
        ({"page": {"letters": [LETTER]}, "letters": []}, [LETTER]),
        ({"page": {"letters": LETTER}}, [LETTER]),
        ({"page": {"letters": STAMP}}, []),
        (LETTER, [LETTER]),
        ({"letters": [STAMP, LETTER, 17]}, [LETTER, 17]),
        ({"letters": []}, []),
        (STAMP, None),
        ({"letters": "none"}, None),
        ("letters", None),
    ],
)
def test_records_lie_where_the_shape_tells_and_are_a_list_even_of_one(
    document: object, records: list[object] | None
) -> None:
    assert SHAPE.records(document) == records


def test_unless_a_shape_says_so_nothing_lies_beside_its_records() -> None:
    plain = Shape("letters", (), ((),), bool, lambda *_: {})
    assert plain.records([STAMP]) == [STAMP]

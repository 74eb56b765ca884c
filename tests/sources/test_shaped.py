"""An export is recognised by its first record, and a record of another shape costs its own row."""

from __future__ import annotations

import json

import pytest
from tests.sources.conftest import cells_of, content_of, faults_of

from cxnlp.errors import InputDataError
from cxnlp.sources.shaped import ShapedExport, open_export

ONE = {"reviewId": "1", "comments": [{"userComment": {"text": "Kind.", "starRating": 5}}]}
TWO = {"reviewId": "2", "comments": []}


def opened(document: object, *, indent: int | None = None) -> ShapedExport | None:
    return open_export(content_of(json.dumps(document, indent=indent).encode(), "reviews.json"))


def lines(*records: object) -> ShapedExport:
    text = "".join(one if isinstance(one, str) else json.dumps(one) + "\n" for one in records)
    export = open_export(content_of(text.encode()))
    assert export is not None
    return export


def test_an_export_has_the_columns_of_its_shape_and_says_which() -> None:
    export = lines(ONE)
    assert export.notes == ("read as Google Play reviews",)
    assert export.schema.names == [
        *("id", "text", "agent_text", "created_at", "customer", "channel", "csat", "segment"),
        "app_version",
    ]
    assert cells_of(export)[0][:2] == ("1", "Kind.")


def test_each_line_that_is_not_blank_is_a_row() -> None:
    export = lines(ONE, "\n", "broken\n", [1], {"id": 3}, " \r\n", TWO)
    assert export.lines
    assert [row[0] for row in cells_of(export)] == ["1", None, None, None, "2"]
    other = ("malformed_row", "JSON of another shape than the first")
    assert faults_of(export) == {1: ("malformed_row", "a line that is no JSON"), 2: other, 3: other}
    assert [row[0] for row in cells_of(export, 4)] == ["2"]
    assert faults_of(export, 3) == {0: other}


def test_lines_are_counted_for_the_rows_they_may_be() -> None:
    assert lines(ONE, TWO).expected_rows() == 3
    assert lines(json.dumps(ONE) + "\n", json.dumps(TWO)).expected_rows() == 2


@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_is_read_as_a_whole(indent: int | None) -> None:
    export = opened({"reviews": [ONE, "x", TWO]}, indent=indent)
    assert export is not None
    assert not export.lines
    assert export.expected_rows() == 3
    assert [row[0] for row in cells_of(export)] == ["1", None, "2"]
    assert [row[0] for row in cells_of(export, 2)] == ["2"]


def test_a_mark_of_byte_order_does_not_hide_the_shape() -> None:
    export = open_export(content_of(b"\xef\xbb\xbf" + json.dumps({"reviews": [ONE]}).encode()))
    assert export is not None


@pytest.mark.parametrize(
    "document",
    [
        {"id": 1, "text": "Fine."},
        [{"id": 1}],
        {"reviews": ["x"]},
        {"reviews": [], "text": "Fine."},
        {"reviews": None},
        [],
        17,
        "reviews",
    ],
    ids=str,
)
def test_other_json_is_no_export(document: object) -> None:
    assert opened(document) is None


def test_lines_whose_first_is_of_no_shape_are_no_export() -> None:
    text = json.dumps({"id": 1}) + "\n" + json.dumps(ONE)
    assert open_export(content_of(text.encode())) is None
    assert open_export(content_of(b"not JSON")) is None


@pytest.mark.parametrize(
    "document",
    [{"reviews": [], "tokenPagination": {}}, {"tickets": [], "count": 0}, {"feed": {"entry": []}}],
    ids=str,
)
def test_an_empty_page_is_an_export_without_rows(document: object) -> None:
    export = opened(document)
    assert export is not None
    assert (export.expected_rows(), cells_of(export)) == (0, [])


def test_a_document_that_broke_since_it_was_opened_is_told() -> None:
    export = opened({"reviews": [ONE]})
    assert export is not None
    broken = ShapedExport(content_of(b'{"reviews": [', "reviews.json"), export.shape, lines=False)
    with pytest.raises(InputDataError, match=r"reviews\.json: found a JSON document that is cut"):
        list(broken.pieces())

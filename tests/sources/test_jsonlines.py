"""One object of JSON is one row, in lines as in an array."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.sources.conftest import cells_of, content_of, faults_of, rows_of

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources import open_source
from cxnlp.sources.jsonlines import JsonFile

if TYPE_CHECKING:
    from pathlib import Path


def file_of(text: str, *, array: bool = False, encoding: str = "utf-8") -> JsonFile:
    return JsonFile.open(content_of(text.encode(encoding), "feedback.json"), array=array)


def test_values_that_are_no_strings_become_their_json() -> None:
    record = {"a": "kind", "b": None, "c": 1.50, "d": True, "e": {"é": [1, "x"]}, "f": ""}
    file = file_of(json.dumps(record))
    assert file.schema.names == ["a", "b", "c", "d", "e", "f"]
    assert cells_of(file) == [("kind", None, "1.5", "true", '{"é": [1, "x"]}', "")]


def test_columns_are_what_the_first_thousand_objects_name_in_the_order_found() -> None:
    lines = ['{"a": 1}', '{"b": 2, "a": 3}', *['{"a": 4}'] * 997, '{"c": 5}', '{"d": 6}']
    file = file_of("\n".join(lines))
    assert file.schema.names == ["a", "b", "c"]
    assert cells_of(file, 998) == [("4", None, None), (None, None, "5"), (None, None, None)]


@pytest.mark.parametrize("array", [False, True])
def test_rows_that_were_read_before_are_passed_by(array: bool) -> None:
    records = ['{"n": 0}', "[1]", '{"n": 2}']
    file = file_of(f"[{', '.join(records)}]" if array else "\n".join(records), array=array)
    assert cells_of(file, 1) == [(None,), ("2",)]
    assert faults_of(file, 1) == {0: ("malformed_row", "JSON that is no object")}
    assert cells_of(file, 3) == []


def test_each_fault_of_a_line_is_told_in_words_that_hold_none_of_it() -> None:
    file = file_of('{"text": "kind"}\nsecret\n"secret"\n{"text": "se\\u0000cret"}\n')
    assert faults_of(file) == {
        1: ("malformed_row", "a line that is no JSON"),
        2: ("malformed_row", "JSON that is no object"),
        3: ("malformed_row", "a NUL character"),
    }


def test_a_line_nested_deeper_than_can_be_read_costs_one_row() -> None:
    file = file_of('{"text": "kind"}\n' + "[" * 100_000 + '\n{"text": "fine"}')
    assert cells_of(file) == [("kind",), (None,), ("fine",)]


def test_a_sign_that_was_replaced_costs_one_row() -> None:
    """In UTF-16 half a sign cannot be kept, and the decoder writes U+FFFD for it."""
    data = '\ufeff{"text": "kind"}\n{"text": "b?d"}\n'.encode("utf-16-le")
    file = JsonFile.open(content_of(data.replace(b"?\0", b"\0\xd8")), array=False)
    assert faults_of(file) == {1: ("bad_encoding", "bytes that are no text")}


@pytest.mark.parametrize("text", ["\n\n", "[1]\n2\n", "{}\n{}\n"])
def test_a_file_without_a_name_in_it_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(InputDataError, match="no rows: no JSON object with names in it") as caught:
        file_of(text)
    assert "--allow-empty" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        '[{"n": 1}, {"n": 2}, {"n": 3}]',
        '\ufeff \n[{"n": 1},{"n": 2},\n\n{"n": 3}\n]\n',
        '[{"n": 1}, {"n": 2}]\n[{"n": 3}]\n',
        '[{"n": 1}] [] [{"n": 2}, {"n": 3}]',
        '[{"n": 1}]' + " " * (1 << 18) + '[{"n": 2}, {"n": 3}]',
    ],
    ids=["one line", "blanks", "two pages", "an empty page", "pages in two blocks"],
)
def test_objects_of_an_array_and_of_the_next_are_rows(text: str) -> None:
    """Pages that were fetched one after the other and saved in one file are arrays in a row."""
    assert cells_of(file_of(text, array=True)) == [("1",), ("2",), ("3",)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"n": 1}] and more',
        '[{"n": 1}]\n{"n": 2}',
        '[{"n": 1}][',
        '[{"n": 1}, {"n": 2}',
        '[{"n": 1} nonsense {"n": 2}]',
    ],
)
def test_what_stands_behind_an_array_or_breaks_it_is_not_passed_over(text: str) -> None:
    with pytest.raises(InputDataError, match="a JSON array that is broken, cut off"):
        cells_of(file_of(text, array=True))


@pytest.mark.parametrize(
    ("text", "array", "rows"),
    [
        ('{"n": 1}\n{"n": 2}\n{"n": 3}\n', False, 3),
        ('[{"n": 1}, {"n": 2}, {"n": 3}]', True, 3),
        ('[{"n": 1}, {"n": 2}, {"n": 3}' + " " * 29 + "]", True, 3),
    ],
)
def test_rows_are_foretold_by_lines_or_by_the_length_of_the_first_objects(
    text: str, array: bool, rows: int
) -> None:
    assert file_of(text, array=array).expected_rows() == rows


def test_json_lines_give_one_row_each(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text(
        '{"id": 1, "text": "kind", "tags": ["a"]}\n\n{"id": 2, "text": null}\nbroken\n[1]\n'
        '{"id": 3, "text": "half \\ud800 sign"}\n{"text": "nul \\u0000"}\n',
        encoding="utf-8",
    )
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table.to_pylist()[:2] == [
        {"id": "1", "text": "kind", "tags": '["a"]'},
        {"id": "2", "text": None, "tags": None},
    ]
    assert {at: fault.reason for at, fault in chunk.faults.items()} == {
        2: RejectionReason.MALFORMED_ROW,
        3: RejectionReason.MALFORMED_ROW,
        4: RejectionReason.BAD_ENCODING,
        5: RejectionReason.MALFORMED_ROW,
    }


def test_a_json_array_is_read_as_json_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    objects = ",\n".join(f'{{"id": {n}, "text": "comment, {n} }}"}}' for n in range(30_000))
    path.write_text(f" [{objects}]\n", encoding="utf-8")
    rows = rows_of(open_source(path), 10_000)
    assert len(rows) == 30_000
    assert rows[-1] == {"id": "29999", "text": "comment, 29999 }"}


def test_a_json_array_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    path.write_text('[{"id": 1, "text": "a"}, {"id": 2, "te', encoding="utf-8")
    with pytest.raises(InputDataError, match="cut off"):
        rows_of(open_source(path))


def test_a_line_of_json_over_the_longest_record_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    long = '{"text": "' + "x" * 1_000_001 + '"}'
    path.write_text(f'{{"text": "kind"}}\n{long}\n{{"text": "slow"}}\n', encoding="utf-8")
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, "slow"]
    assert {at: one.reason for at, one in chunk.faults.items()} == {1: RejectionReason.TOO_LONG}


def test_names_in_json_that_are_no_text_are_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"text": "kind", "half \\ud800": 1, "größe": 2}\n', encoding="utf-8")
    assert open_source(path).columns == ("text", "größe")
    path.write_text('{"half \\ud800": 1}\n', encoding="utf-8")
    with pytest.raises(InputDataError, match="no JSON object with names"):
        open_source(path)


def test_what_is_no_object_in_a_json_array_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    path.write_text('[{"text": "kind"}, 12, "slow", {"text": "fine"}]', encoding="utf-8")
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, None, "fine"]
    assert set(chunk.faults) == {1, 2}


def test_a_json_array_that_breaks_long_before_its_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    objects = '{"text": "kind"}, ' * 2000
    path.write_text("[" + objects + "nonsense " * 200_000 + "]", encoding="utf-8")
    with pytest.raises(InputDataError):
        rows_of(open_source(path))


def test_an_element_of_an_array_that_goes_on_in_the_next_block_is_one(tmp_path: Path) -> None:
    """Files are read by blocks of 262,144 bytes; 12 at the end of one may be the start of 1234."""
    path = tmp_path / "feedback.json"
    begin = '[{"text": "kind"}, '
    path.write_text(begin + " " * ((1 << 18) - len(begin) - 2) + '1234, {"text": "fine"}]')
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, "fine"]
    assert set(chunk.faults) == {1}

"""Every column has a name, and no two the same."""

from __future__ import annotations

import pytest

from cxnlp.sources.headers import unique_names


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ([], ()),
        ([" id ", "text\t"], ("id", "text")),
        (["id", "Id"], ("id", "Id")),
        (["", "a", " "], ("column_1", "a", "column_3")),
        (["id", "id", "id"], ("id", "id_2", "id_3")),
        (["id", "id", "id_2"], ("id", "id_3", "id_2")),
        (["id", "id_2", "id"], ("id", "id_2", "id_3")),
        (["", "column_1"], ("column_1_2", "column_1")),
        (["half \ud800", "half ?"], ("half ?", "half ?_2")),
    ],
)
def test_names_are_trimmed_and_told_apart_without_taking_another_columns(
    header: list[str], names: tuple[str, ...]
) -> None:
    assert unique_names(header)[0] == names


def test_each_name_that_was_changed_is_told() -> None:
    assert unique_names(["id", " text ", "", "id"])[1] == (
        "column 3 has no name: called 'column_3'",
        "column 4 repeats the name 'id': called 'id_2'",
    )

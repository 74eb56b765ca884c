"""Every column of a run is known by names that serve it alone, and the page lists them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.schema import METADATA_TYPES
from cxnlp.sources.synonyms import SYNONYMS, synonym_table

if TYPE_CHECKING:
    from pathlib import Path


def test_every_standard_name_has_synonyms_and_no_synonym_serves_twice() -> None:
    assert list(SYNONYMS) == ["text", "id", *METADATA_TYPES]
    plain = [
        "".join(filter(str.isalnum, name.casefold()))
        for names in SYNONYMS.values()
        for name in names
    ]
    assert len(plain) == len(set(plain))


def test_the_documented_list_is_the_one_in_force(repository: Path) -> None:
    page = (repository / "docs" / "columns.md").read_text(encoding="utf-8")
    assert page == synonym_table(), "write cxnlp.sources.synonym_table() to docs/columns.md"


def test_the_table_has_a_line_for_each_column_of_a_run() -> None:
    lines = synonym_table().splitlines()
    assert lines[-1].startswith("| `converted` | converted, ")
    assert sum(line.startswith("| `") for line in lines) == len(SYNONYMS)

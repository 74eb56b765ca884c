"""One version everywhere: what is built, what is cited, what is announced, what is deployed."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


VERSION: Final = tomllib.loads(read("pyproject.toml"))["project"]["version"]
RELEASES: Final = re.findall(
    r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", read("CHANGELOG.md"), re.MULTILINE
)


def test_what_is_installed_is_what_is_described() -> None:
    assert metadata.version("cxnlp") == VERSION


def test_the_citation_names_the_version() -> None:
    assert re.findall(r"^version: (.*)$", read("CITATION.cff"), re.MULTILINE) == [VERSION]


def test_pages_name_no_other_version_of_the_image() -> None:
    assert set(re.findall(r"/cxnlp:([\d.]+)", read("docs/operations.md"))) == {VERSION}


def test_the_changelog_begins_with_what_is_not_released() -> None:
    """Then the releases, the newest first: the first of them is the version."""
    headings = re.findall(r"^## (.*)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert headings[1:] == [f"[{number}] - {day}" for number, day in RELEASES]
    numbers = [tuple(map(int, number.split("."))) for number, _ in RELEASES]
    assert numbers == sorted(numbers, reverse=True)
    assert [day for _, day in RELEASES] == sorted((day for _, day in RELEASES), reverse=True)
    assert [number for number, _ in RELEASES[:1]] in ([], [VERSION])

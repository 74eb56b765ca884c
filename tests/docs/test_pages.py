"""Pages say what is so: generated ones are current, links lead somewhere, commands parse."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from cxnlp.cli import build_parser

REPOSITORY: Final = Path(__file__).parents[2]
PAGES: Final = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").rglob("*.md"),
        *(REPOSITORY / "examples").rglob("*.md"),
        *(REPOSITORY / "notebooks").rglob("*.md"),
        *(REPOSITORY / ".github").rglob("*.md"),
    ]
)

every_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix()
)


def blocks(page: Path, language: str) -> list[str]:
    """The fenced code blocks of a language."""
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_generated_pages_are_current() -> None:
    """Where this fails, `make docs` writes them anew."""
    script = REPOSITORY / "scripts" / "write_docs.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} names no heading"


@every_page
def test_commands_are_understood(page: Path) -> None:
    """Each `cxnlp …` line in a shell block is one that the parser takes."""
    for block in blocks(page, "bash"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["cxnlp"]:
                assert build_parser().parse_args(words[1:]).verb


@every_page
def test_make_targets_exist(page: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    asked = re.findall(r"`make ([a-z ]+)`", page.read_text(encoding="utf-8"))
    shell = re.findall(r"^make ([a-z ]+)$", "\n".join(blocks(page, "bash")), re.MULTILINE)
    named = {target for words in [*asked, *shell] for target in words.split()}
    assert named <= targets


GUIDES: Final = [
    page
    for page in PAGES
    if page.parent.name in {"how-to", "explanation"}
    or page.name in {"README.md", "tutorial.md", "retraining.md", "operations.md", "faq.md"}
]


def names_below(page: Path) -> set[str]:
    """The names below `cxnlp.` that a page imports, or calls by their path."""
    text = page.read_text(encoding="utf-8")
    imported = {
        f"{module}.{name.strip()}"
        for module, names in re.findall(r"from (cxnlp\.[\w.]+) import ([\w, ]+)", text)
        for name in names.split(",")
    }
    return imported | set(re.findall(r"`(cxnlp(?:\.\w+){2,})", text))


@pytest.mark.parametrize("page", GUIDES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_guide_uses_only_names_that_are_promised(page: Path) -> None:
    assert names_below(page) <= names_below(REPOSITORY / "docs" / "promise.md")


def test_every_promised_name_is_there() -> None:
    for path in names_below(REPOSITORY / "docs" / "promise.md"):
        module, _, name = path.rpartition(".")
        assert getattr(import_module(module), name)


def test_contributing_lists_every_target() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    page = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    commands = page.partition("## Commands")[2]
    for target in re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE):
        assert f"`make {target}`" in commands

"""The tutorial's commands print what the tutorial says; the researcher's blocks run behind it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from pages.session import Step, agrees, perform, refreshed, steps_of

REPOSITORY: Final = Path(__file__).parents[2]
TUTORIAL: Final = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")
RESEARCHER: Final = (REPOSITORY / "docs" / "how-to" / "researcher.md").read_text(encoding="utf-8")


def test_a_session_is_read_command_by_command() -> None:
    page = "```console\n$ echo a \\\n  b\na b\n$ true\n```\n"
    assert steps_of(page) == [Step("echo a \\\n  b", "a b\n"), Step("true", "")]


def test_an_output_that_differs_does_not_agree(tmp_path: Path) -> None:
    (step,) = steps_of("```console\n$ echo 2 comments\n1 comments\n```\n")
    assert not agrees(step, perform(step, tmp_path))


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no way"):
        perform(Step("echo no way >&2; exit 3", ""), tmp_path)


def test_refreshing_replaces_what_no_longer_agrees_and_nothing_else(tmp_path: Path) -> None:
    page = "Words.\n\n```console\n$ echo one two\none ...\n$ echo three\nfour\n```\n\nWords.\n"
    assert refreshed(page, tmp_path) == page.replace("four", "three")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tutorial begins: a folder with the examples."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(REPOSITORY / "examples", folder / "examples")
    return folder


@pytest.mark.slow
def test_the_tutorial_prints_what_it_says_and_the_researchers_blocks_run(place: Path) -> None:
    """Where this fails, `python scripts/write_docs.py --sessions` writes the outputs anew."""
    for step in steps_of(TUTORIAL):
        printed = perform(step, place)
        assert agrees(step, printed), f"$ {step.command}\n{printed}"
    blocks = re.findall(r"^```python\n(.*?)^```", RESEARCHER, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        cwd=place,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "associations" in done.stdout

"""Write the pages that are made from the code, or check that they are current.

python scripts/write_docs.py            write what has changed
python scripts/write_docs.py --check    write nothing; exit code 1 if a page is out of date
python scripts/write_docs.py --sessions run the commands of the tutorial, and write what they print
                                        where the page no longer agrees (minutes)
"""

from __future__ import annotations

import argparse
import difflib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pages import columns, contracts, digests, figures, floors, formats, peers, session, verbs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPOSITORY: Final = Path(__file__).resolve().parents[1]

MAKERS: Final[tuple[Callable[[Path], Mapping[str, str]], ...]] = (
    floors.pages,
    contracts.pages,
    formats.pages,
    columns.pages,
    verbs.pages,
    figures.pages,
    peers.pages,
    digests.pages,
)
"""Each gives pages by their path in the repository."""


TUTORIAL: Final = "docs/tutorial.md"


def main() -> int:
    """Write or check every page."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("--sessions", action="store_true", help="run the tutorial's commands too")
    options = parser.parse_args()
    if options.sessions:
        _perform_tutorial()
    stale = 0
    earlier: set[str] = set()
    for path, text in (page for make in MAKERS for page in make(REPOSITORY).items()):
        if digests.MARK in text and path not in earlier:
            earlier.add(path)
            print(f"{path} tells what was measured on an earlier model: run its benchmark anew.")
        file = REPOSITORY / path
        standing = file.read_text(encoding="utf-8") if file.exists() else ""
        if standing == text:
            continue
        stale += 1
        if options.check:
            print(f"{path} is out of date: run `make docs`.", file=sys.stderr)
            changes = difflib.unified_diff(
                standing.splitlines(), text.splitlines(), "as it stands", "as the code says", "", ""
            )
            print("\n".join(list(changes)[:20]), file=sys.stderr)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return 1 if options.check and stale else 0


def _perform_tutorial() -> None:
    page = REPOSITORY / TUTORIAL
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(REPOSITORY / "examples", Path(folder) / "examples")
        text = session.refreshed(page.read_text(encoding="utf-8"), Path(folder))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

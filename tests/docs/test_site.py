"""The site is built strictly, needs no network, and draws its formulas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from pages.doctests import fenced
from pages.site import draw_formulas

REPOSITORY: Final = Path(__file__).parents[2]
_LOADED: Final = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(https?:)?//"""
    r"""|<link\b[^>]*\brel=["']?(?:stylesheet|preconnect|icon|preload)[^>]*\bhref=["']?(https?:)?//"""
    r"""|url\(["']?(https?:)?//"""
)
"""What makes a browser fetch something from elsewhere."""


def test_a_formula_becomes_mathml() -> None:
    drawn = draw_formulas('<div class="arithmatex">\\[\nq_k \\ge \\tfrac{1}{2}\n\\]</div>')
    assert drawn.startswith("<math")
    assert 'display="block"' in drawn
    assert "≥" in drawn or "&#x02265;" in drawn


def test_what_is_no_formula_stays() -> None:
    assert draw_formulas("<p>5 $ and 6 $</p>") == "<p>5 $ and 6 $</p>"


def test_an_example_is_fenced_once() -> None:
    once = fenced("Add.\n\n>>> 1 + 1\n2\n\nMore words.")
    assert once == "Add.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nMore words."
    assert fenced(once) == once


@pytest.mark.slow
def test_the_site_is_built_strictly_and_asks_for_nothing_from_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-3000:]
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 50
    for page in [*pages, *(tmp_path / "site").rglob("*.css")]:
        text = page.read_text(encoding="utf-8")
        assert not _LOADED.search(text), f"{page.name} loads something from elsewhere"
        assert 'class="arithmatex"' not in text, f"a formula of {page.name} is not drawn"
    reference = (tmp_path / "site" / "reference" / "python.html").read_text(encoding="utf-8")
    import cxnlp

    for name in cxnlp.__all__:
        assert f'id="cxnlp.{name}"' in reference, f"{name} has no entry in the reference"

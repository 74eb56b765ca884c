"""Findings become Markdown: the same words and tables, for a wiki, a mail or a merge request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from cxnlp.reporting import words
from cxnlp.reporting.contents import contents
from cxnlp.reporting.rendering import environment

if TYPE_CHECKING:
    from cxnlp.reporting.findings import Findings

__all__ = ["plain", "render_markdown"]

_SIGNS: Final = re.compile(r"([\\`*_\[\]|<>~$]|&(?=#?\w+;)|(?:^#|^[+-](?=\s))|(?<=^\d)[.)](?=\s))")
_OVERRIDES: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def render_markdown(findings: Findings) -> str:
    """Write the report as one Markdown document in English (CommonMark with pipe tables).

    Everything of comments, names and settings is escaped, so that it stands as it was written: no
    link, no picture, no markup, no second table cell.
    """
    jinja = environment(autoescape=False)  # in Markdown `plain` escapes what comes from outside
    jinja.filters["plain"] = plain
    page = jinja.get_template("report.md.j2").render(**contents(findings))
    page = re.sub(r"\n{3,}", "\n\n", page)
    return words.printable(page).strip() + "\n"


def plain(text: object) -> str:
    r"""Text as Markdown that shows exactly it, on one line.

    >>> print(plain("<b>| 2 * 3\n# no"), plain("# no"))
    \<b\>\| 2 \* 3 # no \# no
    """
    told = text.striptags() if isinstance(text, Markup) else str(text)
    # A mark that turns the direction of writing has no element here that would end it.
    told = _OVERRIDES.sub("", " ".join(told.split()))
    return _SIGNS.sub(r"\\\1", told)

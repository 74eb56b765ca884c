"""Findings become one HTML file: text, styles, SVG and one script of ours; no request leaves it.

All figures and quotes stand in the page as text, tables and drawings. The script adds a filter over
counts that the page holds, and hints on hover; without it nothing is missing but these. The content
policy names the script by its digest, so that no other script runs even if text escaped its place.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from cxnlp.reporting import words
from cxnlp.reporting.close_up import embedded
from cxnlp.reporting.contents import contents
from cxnlp.reporting.rendering import environment

if TYPE_CHECKING:
    from cxnlp.reporting.findings import Findings

__all__ = ["render"]


def render(findings: Findings) -> str:
    """Write the report as one HTML document in English.

    All text of comments, names and settings is escaped; control characters are taken out.
    """
    script = (files("cxnlp.reporting") / "templates" / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    close_up = findings.close_up
    filtered = close_up is not None and close_up.counts.size > 0
    page = (
        environment(autoescape=True)
        .get_template("report.html.j2")
        .render(
            **contents(findings),
            script=Markup(script),  # noqa: S704 - a file of this package
            script_digest=digest,
            close_up=close_up if filtered else None,
            data=_json(embedded(close_up)) if filtered and close_up is not None else "",
        )
    )
    return words.printable(page)


def _json(value: object) -> Markup:
    """JSON that may stand in a script element: no `<` of it is one."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(told)  # noqa: S704 - escaped above

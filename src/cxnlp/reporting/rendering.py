"""Jinja, set up once for both forms of the report: what a template does not know is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.reporting import words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment"]


def environment(*, autoescape: bool) -> Environment:
    """An environment with the templates of this package and every function of `words`.

    Args:
        autoescape: write what comes from outside as HTML that shows exactly it.

    >>> template = environment(autoescape=True).from_string("{{ decimal(0.25) }} {{ told }}")
    >>> template.render(told="<b>")
    '0.25 &lt;b&gt;'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("cxnlp.reporting", "templates"),
        autoescape=autoescape,  # noqa: S701 - Markdown is no HTML: its filter `plain` escapes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in words.__all__:
        made.globals[name] = getattr(words, name)
    return made

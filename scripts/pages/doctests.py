"""Examples in docstrings, fenced for the site: without a fence Markdown takes `>>>` for quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from griffe import Extension

if TYPE_CHECKING:
    from griffe import Object

__all__ = ["FencedExamples", "fenced"]

_EXAMPLE: Final = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


def fenced(docstring: str) -> str:
    r"""Put each example, from its first prompt to the next empty line, into a fence.

    >>> fenced("Add.\n\n>>> 1 + 1\n2")
    'Add.\n\n```pycon\n>>> 1 + 1\n2\n```'
    """
    if "```pycon" in docstring:
        return docstring
    return _EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", docstring)


class FencedExamples(Extension):
    """Does so for every docstring that griffe reads."""

    def on_object(self, *, obj: Object, **_: object) -> None:
        """Fence the examples of one object."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)

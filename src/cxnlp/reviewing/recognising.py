"""Whether a row is the one that a reviewer read: by its text, as spreadsheets give it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from cxnlp.errors import InputDataError
from cxnlp.text import clean_all

if TYPE_CHECKING:
    from cxnlp.reviewing.returned import Returned

__all__ = ["refuse_other_text", "refuse_strangers"]

_KEPT: Final = 32_000
"""Characters that are compared: a spreadsheet's cell holds 32,767."""


def refuse_other_text(
    name: str, read: str, text: object, returned: Returned, *, where: str, hint: str
) -> None:
    """Refuse a row that holds another text than the review: one of another table, or run.

    Rows that are told apart by their number alone are others once a table was sorted anew, and
    every table has a first row. Without a text on either side there is nothing to tell by.

    Args:
        name: the comment's id.
        read: the text that stood in the review; empty where it holds none.
        text: the text of the row that has this id; None where it has none.
        returned: the review.
        where: the row, in words.
        hint: what to do.

    Raises:
        InputDataError: they are not the same, but for spaces and a spreadsheet's apostrophe.

    >>> from cxnlp.reviewing.returned import Returned
    >>> review = Returned("review.csv", "0" * 64, ())
    >>> refuse_other_text("7", "'=1 more", "=1  more", review, where="row 7", hint="")
    """
    if text is None or not read.strip():
        return
    # A spreadsheet's guard against formulas (an apostrophe) is no part of the text.
    before, now = clean_all([read.lstrip("'"), str(text).lstrip("'")])
    short, long = (" ".join(one.split())[:_KEPT] for one in (before, now))
    if short != long:
        raise InputDataError(
            where,
            found="another text",
            expected=f"the one that was in {returned.name} under the id {name[:40]!r}",
            hint=hint,
        )


def refuse_strangers(
    strangers: list[str],
    returned: Returned,
    home: str,
    *,
    kind: Literal["run", "table"],
    hint: str,
) -> None:
    """Refuse a review with ids that its table, or run, does not have.

    Args:
        strangers: these ids.
        returned: the review.
        home: the table or run, in words.
        kind: which of the two it is.
        hint: what to do.

    Raises:
        InputDataError: there is one.

    >>> from cxnlp.reviewing.returned import Returned
    >>> review = Returned("review.csv", "0" * 64, ())
    >>> refuse_strangers([], review, "gold.csv", kind="table", hint="")
    """
    if strangers:
        raise InputDataError(
            returned.name,
            found=f"{len(strangers)} ids that {home} does not have, such as {strangers[0][:40]!r}",
            expected=f"ids of that {kind}",
            hint=hint,
        )

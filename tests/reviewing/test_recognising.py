"""A row is the one that was read if its text is, as spreadsheets give texts back."""

from __future__ import annotations

import pytest

from cxnlp.errors import InputDataError
from cxnlp.reviewing.recognising import refuse_other_text, refuse_strangers
from cxnlp.reviewing.returned import Returned

REVIEW = Returned("review.csv", "0" * 64, ())


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("Late again.", "Late again."),
        ("  Late\nagain. ", "Late again."),
        ("'=1 more", "=1 more"),
        ("=1 more", "'=1 more"),
        ("", "Late again."),  # the review holds no texts
        ("   ", "Late again."),
        ("Late again.", None),  # the run holds none
        ("x" * 32_000 + "cut", "x" * 32_000 + "short"),
        ("12", 12),
    ],
)
def test_spaces_apostrophes_and_what_a_cell_cannot_hold_are_no_difference(
    read: str, text: object
) -> None:
    refuse_other_text("7", read, text, REVIEW, where="row 7", hint="")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("Late again.", "Late, again."),
        ("Late again.", ""),
        ("x" * 31_999 + "a", "x" * 31_999 + "b"),
    ],
)
def test_another_text_is_refused_and_neither_is_told(read: str, text: str) -> None:
    with pytest.raises(InputDataError) as caught:
        refuse_other_text("7" * 50, read, text, REVIEW, where="gold.csv, row 7", hint="Look there.")
    assert str(caught.value) == (
        "gold.csv, row 7: found another text; expected the one that was in review.csv under the "
        f"id '{'7' * 40}'. Look there."
    )


def test_no_strangers_are_no_trouble() -> None:
    refuse_strangers([], REVIEW, "gold.csv", kind="table", hint="")


@pytest.mark.parametrize("kind", ["run", "table"])
def test_strangers_are_counted_and_the_first_is_named(kind: str) -> None:
    with pytest.raises(InputDataError) as caught:
        refuse_strangers(["z" * 50, "y"], REVIEW, "home", kind=kind, hint="Look.")  # type: ignore[arg-type] # one of both
    assert str(caught.value) == (
        f"review.csv: found 2 ids that home does not have, such as '{'z' * 40}'; expected ids of "
        f"that {kind}. Look."
    )

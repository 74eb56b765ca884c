"""An answer below a mail is told from it where the ticket holds that mail, and only there."""

from __future__ import annotations

import pytest

from cxnlp.sources.answered import Earlier

ABOVE = "On 2 March, Ada Brown wrote:"
MAIL = "Please restart the router and tell us whether it helped."


def answer_in(below: str, *, bodies: tuple[str, ...] = (MAIL,), quoted: str = MAIL) -> str | None:
    """What stands below the quoted mail; None where that is not told."""
    body = f"{ABOVE}\n\n{quoted}{below}"
    at = Earlier(bodies).end(body, len(ABOVE), ABOVE)
    return None if at is None else body[at:].strip()


def test_what_stands_below_an_earlier_comment_is_the_answer() -> None:
    assert answer_in("\n\nStill no light on it.") == "Still no light on it."


def test_a_mail_that_was_wrapped_anew_is_known() -> None:
    assert answer_in("\n\nNo.", quoted=MAIL.replace(" and", "\nand")) == "No."


def test_lines_such_as_a_subject_may_stand_above_the_mail() -> None:
    assert answer_in("\n\nNo.", quoted=f"Subject: Router\n\n{MAIL}") == "No."


def test_the_longest_of_two_mails_that_begin_alike_is_meant() -> None:
    longer = f"{MAIL} The manual is attached."
    assert answer_in("\n\nThanks a lot!", bodies=(MAIL, longer), quoted=longer) == "Thanks a lot!"


@pytest.mark.parametrize("bodies", [(), ("",), ("Another mail altogether.",)])
def test_without_that_mail_in_the_ticket_nothing_is_told(bodies: tuple[str, ...]) -> None:
    assert answer_in("\n\nStill no light on it.", bodies=bodies) is None


@pytest.mark.parametrize(
    "below",
    [
        "\n\nKind regards,\nStill no light on it.",
        "\n\nCordialement,\nRien.",
        "\n\nBrown, second line support\nStill no light on it.",
        "\n\nThis email is a service from Lamp & Co.\nStill no light on it.",
        "ly, please. No.",
    ],
    ids=[
        "closing",
        "closing in French",
        "the sender's name",
        "a help desk's footer",
        "within a word",
    ],
)
def test_what_may_be_the_rest_of_the_mail_is_no_answer(below: str) -> None:
    assert answer_in(below) is None


def test_a_name_in_the_line_above_another_quotation_is_no_signature() -> None:
    told = answer_in("\n\nNo.\nOn 1 March, Brown wrote:\n> Hello")
    assert told is not None
    assert told.startswith("No.")

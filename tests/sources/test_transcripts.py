"""A transcript is taken apart by who spoke, and a comment that is none is left alone."""

from __future__ import annotations

import pytest

from cxnlp.sources.transcripts import Transcript, read_transcript

NAMES = {"Jo Lopez"}
SAID = Transcript(("It never came.", "Twice."), ("Sorry!",))


@pytest.mark.parametrize(
    "body",
    [
        "(10:04:31 AM) {0}: It never came.\n(10:05:02 AM) Ada: Sorry!\n(10:06) {0}: Twice.",
        "[2026-11-20 10:04] {0}: It never came.\n[10:05] Ada: Sorry!\n[10:06] {0}: Twice.",
        "10:04 - {0}: It never came.\n10:05 - Ada: Sorry!\n10:06 - {0}: Twice.",
        "20/11/2026, 10:04 {0}: It never came.\n20.11.26, 10:05 Ada: Sorry!\n10:06 {0}: Twice.",
        "{0} 10:04 AM\nIt never came.\n\nAda 10:05 AM\nSorry!\n{0} 10:06 AM\nTwice.",
        "{0}, 10:04\nIt never came.\nAda, 10:05\nSorry!\n{0}, 10:06\nTwice.",
        "{0}: It never came.\nAda: Sorry!\n{0}: Twice.",
        "{0}: It never came.\r\nAda: Sorry!\r\n{0}: Twice.\r\n",
    ],
)
def test_the_customer_is_who_bears_the_requesters_name_in_any_layout(body: str) -> None:
    assert read_transcript(body.format("Jo Lopez"), NAMES) == SAID
    assert read_transcript(body.format("jo LOPEZ"), {" jo lopez ", ""}) == SAID


@pytest.mark.parametrize(
    "who", ["Visitor 20311", "web visitor", "Besucher 7", "Visiteur", "visitante 3", "Web User 69a"]
)
def test_a_visitor_is_the_customer_without_a_name(who: str) -> None:
    body = f"(10:04) {who}: Is it open?\n(10:05) Ada: It is."
    assert read_transcript(body, ()) == Transcript(("Is it open?",), ("It is.",))


@pytest.mark.parametrize("who", ["Visitors", "Our visitor"])
def test_what_only_looks_like_a_visitor_is_not_the_customer(who: str) -> None:
    body = f"(10:04) {who}: Is it open?\n(10:05) Ada: It is."
    assert read_transcript(body, ()) == Transcript((), ("Is it open?", "It is."))


def test_what_happened_rather_than_was_said_is_nobodys() -> None:
    body = "(10:04) Visitor 7: Hello?\n(10:05) *** Ada joined ***\n(10:06) Ada: Hello!"
    assert read_transcript(body, ()) == Transcript(("Hello?",), ("Hello!",))


def test_a_message_goes_on_to_the_next_and_one_without_a_speaker_is_not_the_customers() -> None:
    body = "(10:04) Visitor 7: It never came.\n\nNine days!\n(10:05) ended"
    assert read_transcript(body, ()) == Transcript(("It never came.\n\nNine days!",), ("ended",))


def test_the_line_above_a_conversation_names_the_customer() -> None:
    body = "Conversation with Kim\n(10:04) Kim: Is it open?\n(10:05) Bot: Yes."
    assert read_transcript(body, ()) == Transcript(("Is it open?",), ("Yes.",))
    assert read_transcript("conversation with Kim Lee", ()) == Transcript((), ())
    untold = "Conversation with Visitor 7\nIs it open?\nYes."
    assert read_transcript(untold, ()) == Transcript((), ("Is it open?\nYes.",))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "It never came.",
        "(10:30) Tom: said he would call.",
        "Call me at (10:30) or (11:30), please.",
        "Jo Lopez: It never came.",
        "Conversation with your agent was awful.",
        "Conversation with Support\nIt took an hour.",
    ],
)
def test_a_comment_that_is_no_transcript_is_none(body: str) -> None:
    assert read_transcript(body, NAMES) is None


@pytest.mark.parametrize(
    ("body", "chat", "own", "found"),
    [
        ("Jo: Is it open?\nAda: It is.", True, True, ("Is it open?", "It is.")),
        ("Jo: Is it open?\nAda: It is.", True, False, None),
        ("Jo: Is it open?\nAda: It is.", False, True, None),
        ("Jo: Is it open?\nJo: Hello?", True, True, None),
        ("Name: Jo\nOrder: none", True, True, None),
        ("10:04 Jo: Is it open?\n10:05 Ada: It is.", True, False, ("Is it open?", "It is.")),
        ("10:04 Jo: Is it open?\n10:05 Ada: It is.", False, True, None),
    ],
)
def test_where_nobody_is_known_the_channel_tells_whether_it_is_a_transcript(
    body: str, chat: bool, own: bool, found: tuple[str, ...] | None
) -> None:
    told = read_transcript(body, (), chat=chat, own=own)
    assert told == (found and Transcript((), found))


def test_stamped_lines_of_a_chat_that_name_nobody_are_a_transcript_of_nobodys() -> None:
    body = "2026-11-20 10:04 hello\n2026-11-20 10:05 hello yourself"
    assert read_transcript(body, (), chat=True) == Transcript((), (body,))
    assert read_transcript(body, ()) is None

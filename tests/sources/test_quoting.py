"""A mail's own words are told from the mail that it answers or sends on."""

from __future__ import annotations

import time

import pytest

from cxnlp.sources.quoting import own_words


@pytest.mark.parametrize(
    "header",
    [
        "Am Mo., 2. Feb. 2026 um 10:00 Uhr schrieb Help Desk <help@shop.example>:",
        "Le lun. 2 f\u00e9vr. 2026 \u00e0 10:00, Help Desk <help@shop.example> a \u00e9crit :",
        "El lun, 2 feb 2026 a las 10:00, Help Desk escribi\u00f3:",
        "Il giorno lun 2 feb 2026 alle ore 10:00 Help Desk ha scritto:",
        "Op ma 2 feb 2026 om 10:00 schreef Help Desk <help@shop.example>:",
        "Em seg., 2 de fev. de 2026 \u00e0s 10:00, Help Desk escreveu:",
        "On Mon, 2 Feb 2026 at 10:00, Help Desk <help@shop.example>\nwrote:",
        "-----Urspr\u00fcngliche Nachricht-----",
    ],
)
def test_quoted_mail_is_known_in_the_languages_of_mail_programs(header: str) -> None:
    assert own_words(f"Still broken.\n\n{header}\nPlease restart it.") == "Still broken."


@pytest.mark.parametrize(
    "body",
    [
        "Hallo,\nAm Montag schrieb ich:\nNichts kam.",
        "Bonjour,\nLe livreur a \u00e9crit :\nrien.",
        "Hello,\nOn Monday I wrote to you.\nNobody came.",
    ],
)
def test_sentences_that_begin_as_a_quotation_does_stay(body: str) -> None:
    assert own_words(body) == body


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Thanks.\n-----Original Message-----\nFrom: Help\nHi", "Thanks."),
        ("> quoted\nMy answer.\n> more", "My answer."),
        (
            "##- Please type your reply above this line -##\nOld",
            "##- Please type your reply above this line -##\nOld",
        ),
        ("No quotes here, 5 > 4.", "No quotes here, 5 > 4."),
    ],
)  # fmt: skip
def test_quoted_mail_is_not_the_customers(body: str, own: str) -> None:
    assert own_words(body) == own


BOLD = "*From:* Help Desk\n*Sent:* Monday, 2 February 2026 10:00\n*To:* Jo\n*Subject:* Parcel\n\n"
SPACED = (
    "**De :** Help Desk\n\n**Envoy\u00e9 :** lundi 2 f\u00e9vrier 2026\n\n**Objet :** Colis\n\n"
)


@pytest.mark.parametrize(
    "header",
    [
        BOLD,
        SPACED,
        BOLD.replace("*", ""),
        "*Von:* Help Desk <help@shop.example>\n",
        "From: help@shop.example\n",
        "2026-03-02 10:12 GMT+01:00 Support <support@shop.example>:\n",
        "Help Desk <help@shop.example> schrieb am Mo., 2. M\u00e4rz 2026, 10:12:\n",
        "Begin forwarded message:\n\n> From: Help Desk\n",
        "Anfang der weitergeleiteten Nachricht:\n\n",
        "D\u00e9but du message r\u00e9exp\u00e9di\u00e9\u00a0:\n\n",
        "-------- Message transf\u00e9r\u00e9 --------\n",
        "Le 2 mars 2026 \u00e0 10:12, Help Desk <help@shop.example> a \u00e9crit\u00a0:\n\n",
    ],
)
def test_what_mail_programs_write_above_another_mail_is_known(header: str) -> None:
    assert own_words(f"Still broken.\n\n{header}Please restart it.") == "Still broken."


@pytest.mark.parametrize(
    "intro",
    [
        "Le 2 mars 2026 \u00e0 10:12, Help Desk <help@shop.example> a \u00e9crit :",
        "On 2 Mar 2026, at 10:12, Help Desk <help@shop.example> wrote:",
        "2026-03-02 10:12 GMT+01:00 Support <support@shop.example>:",
    ],
)
@pytest.mark.parametrize("quote", ["Please restart it.", "> Please restart it."])
def test_a_quotation_with_nothing_of_its_own_is_nobodys_words(intro: str, quote: str) -> None:
    assert own_words(f"{intro}\n\n{quote}\n") == ""
    assert own_words("> Please restart it.") == ""


def test_answers_below_and_between_the_lines_of_a_quotation_are_kept() -> None:
    body = (
        "On 2 Mar 2026, at 10:12, Help Desk <help@shop.example> wrote:\n"
        "> Did you restart it?\nTwice.\n> Is it still under warranty?\nYes, and still broken."
    )
    assert own_words(body) == "Twice.\nYes, and still broken."


def test_a_mail_that_is_sent_on_without_a_word_is_all_that_its_sender_said() -> None:
    body = "Begin forwarded message:\n\nFrom: Jo\nSubject: Parcel\n\nIt never came."
    assert own_words(body) == body


@pytest.mark.parametrize(
    "body",
    [
        "From: Leeds\nTo: York\nThe train was late.",
        "My trip.\nFrom: Leeds\nDate: 3 March\nThe train was late.",
        "On the phone your agent was rude, and then he wrote:\nNo.",
        "I wrote to help@shop.example twice and heard:\nnothing.",
        "Write to <help@shop.example>: nobody answers.",
        "I begin forwarded message: no.",
    ],
)
def test_a_journey_a_story_and_an_address_are_no_quotation(body: str) -> None:
    assert own_words(body) == body


@pytest.mark.parametrize(
    "unit",
    [
        "On 2 a ",
        "<a@b> 2026 ",
        "From: a\n",
        "> ",
        "\n",
        "2026 10:12 <",
        "*From:* a\n\n",
        "On 2 Mar 2026, a wrote:\n> b\n",
    ],
)
def test_a_long_comment_takes_no_longer_than_its_length(unit: str) -> None:
    begun = time.process_time()
    own_words(unit * (60_000 // len(unit)))
    assert time.process_time() - begun < 5


MAIL = "Did you restart it?\n\nIf so, please send a picture."
ABOVE = [
    "On 2 Mar 2026, at 10:12, Ada <help@shop.example> wrote:\n\n",
    "-----Original Message-----\nFrom: Ada\nSent: Monday\nSubject: Parcel\n\n",
    "*From:* Ada <help@shop.example>\n*Subject:* Parcel\n\n",
    "-----Original Message-----\n",
]


@pytest.mark.parametrize("above", ABOVE)
def test_an_answer_below_a_mail_of_the_same_ticket_is_the_customers(above: str) -> None:
    answer = "I did, twice.\n\nThe picture is below."
    wrapped = MAIL.replace(" restart", "\nrestart")
    for earlier in (["It broke.", MAIL], [wrapped, "Did you"]):
        assert own_words(f"{above}{MAIL}\n\n{answer}", earlier) == answer
        assert own_words(f"{above}{MAIL}", earlier) == ""


def test_a_quoted_mail_may_quote_another() -> None:
    body = f"{ABOVE[0]}{MAIL}\n\nOn 1 Mar 2026, at 9:00, Jo <jo@home.example> wrote:\n> It broke."
    assert own_words(body, ["It broke.", MAIL]) == ""
    assert own_words(f"{body}\n\nI did.", ["It broke.", MAIL]) == "I did."


@pytest.mark.parametrize(
    "below",
    [
        "Kind regards\nThe shop\n\nI did.",
        "Mit freundlichen Gr\u00fc\u00dfen,\n\nI did.",
        "-- \nThe shop\n\nI did.",
        "We wish you a good day.\nAda\n\nI did.",
        "This email is a service from a shop.\n\nI did.",
        "of it, please.\nYes",
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_where_the_rest_of_the_mail_may_stand_below_it_nothing_is_told(
    below: str, known: bool
) -> None:
    joined = "" if below[0] == "o" else "\n\n"  # a word that goes on is no other line
    body = f"{ABOVE[0]}{MAIL}{joined}{below}"
    assert own_words(body, [MAIL] if known else ["Hello."]) is None


def test_an_unmarked_mail_above_a_marked_one_is_not_the_customers() -> None:
    body = f"{ABOVE[0]}{MAIL}\n\nOn 1 Mar 2026, at 9:00, Jo <jo@home.example> wrote:\n> It broke."
    assert own_words(body) is None


@pytest.mark.parametrize(
    "unit", ["On 2 Mar 2026, a wrote:\n\nb\n\n", "From: a@b\n\nb\n", "A: b\n", "Subject: "]
)
def test_a_long_ticket_takes_no_longer_than_its_length(unit: str) -> None:
    earlier = [f"b{number}" for number in range(300)] + ["b"]
    begun = time.process_time()
    own_words(ABOVE[1] + unit * (40_000 // len(unit)), earlier)
    assert time.process_time() - begun < 5

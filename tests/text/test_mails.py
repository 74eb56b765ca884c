"""An e-mail address is masked however its signs are written; what only looks like one stays."""

from __future__ import annotations

import time

import pytest

from cxnlp.text.mails import mask_mails


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("jo@example.com", "[EMAIL]"),
        ("jo.lee+x%y-z@sub-mail.example.co.uk.", "[EMAIL]."),
        ("<jo@example.com>,ann@example.com", "<[EMAIL]>,[EMAIL]"),
        ("jo\uff20example\uff0ecom", "[EMAIL]"),
        ('"jo smith"@example.com', "[EMAIL]"),
        ("jo@ example.com", "[EMAIL]"),
        ("jo@ mail.example.info now", "[EMAIL] now"),
        ("jo . smith @ example . com", "[EMAIL]"),
        ("jo (at) example (dot) com", "[EMAIL]"),
        ("jo.lee[at]mail[dot]example[dot]org", "[EMAIL]"),
        ("jo {@} example.com", "[EMAIL]"),
        ("jo <AT> example DOT com", "[EMAIL]"),
        ("mail jo at example dot com now", "mail [EMAIL] now"),
        ("e-mailed jo.lee at mail dot example dot org", "e-mailed [EMAIL]"),
        ("reach us via jo @ example.com", "reach us via [EMAIL]"),
        ("Contact: jo @example.de", "Contact: [EMAIL]"),
    ],
)
def test_an_address_is_masked_whole_and_once(text: str, masked: str) -> None:
    assert mask_mails(text) == masked
    assert mask_mails(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        *("", "jo@localhost", "hi @booking.com", "@ home", "jo@ the shop. Fine"),
        *("three @ 2.50 each", "booked @ booking.com", "jo at example dot com"),
        *("meet (at) noon", "look at the dot com shop", "at 10 dot"),
        *("Write. Then jo at example dot com", "mail\njo at\nexample dot com"),
        "mail them, and after a long while somebody looks at it dot com",
    ],
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert mask_mails(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("jo AT example DOT com", "[EMAIL]"),
        ("e-mail jo.lee AT mail.example DOT org", "e-mail [EMAIL]"),
        ("Lunch AT pizza.it was nice", "Lunch AT pizza.it was nice"),
        ("he came -at- 5.30 pm", "he came -at- 5.30 pm"),
        ("jo -at- example -dot- com", "[EMAIL]"),
        ("https://shop.example/?to=jo%40example.com&n=1", "https://shop.example/?to=[EMAIL]&n=1"),
        ("jo@example\u3002com", "[EMAIL]"),
        ("jo@example,com, please", "[EMAIL], please"),
    ],
)
def test_signs_of_other_kinds_are_signs(text: str, masked: str) -> None:
    assert mask_mails(text) == masked
    assert mask_mails(masked) == masked


@pytest.mark.parametrize(
    "text", ["I waited AT Gatwick.They came", "MEET AT NOON.GO", "40%40 more", "two@three,four"]
)
def test_capitals_percents_and_commas_alone_are_none(text: str) -> None:
    assert mask_mails(text) == text


@pytest.mark.parametrize("unit", ["a AT ", "a%40", "a -at- ", "a.AT b ", "aA@b,"])
def test_signs_that_never_end_take_no_longer_than_the_text(unit: str) -> None:
    begun = time.process_time()
    mask_mails(unit * (50_000 // len(unit)))
    assert time.process_time() - begun < 5

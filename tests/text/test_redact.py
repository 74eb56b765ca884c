"""Redaction masks what tells who somebody is and leaves figures that tell of the service."""

from __future__ import annotations

import pytest

from cxnlp.text import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("write to ann.lee+x@mail.example.co.uk now", "write to [EMAIL] now"),
        ("call +44 20 7946 0123", "call [PHONE]"),
        ("call (212) 555-0187 today", "call [PHONE] today"),
        ("my mobile 07911 123456.", "my mobile [PHONE]."),
        ("card 4111 1111 1111 1111 charged", "card [CARD] charged"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [ACCOUNT]"),
        ("account number 12345678 is shut", "account number [ACCOUNT] is shut"),
        ("order #AB-12345 never came", "order #[ORDER] never came"),
        ("ticket 99812 is open", "ticket [ORDER] is open"),
        ("#20210 lost", "[ORDER] lost"),
    ],
)
def test_contact_and_account_details_are_masked(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        *("10/10, would come again", "4.5 stars of 5", "paid $1,200.50 and £15", "50,000 miles"),
        *(
            "on 12/03/2021 at 10:30",
            "since 2019-2020",
            "2021-04-03",
            "24/7 help",
            "between 08.20-09.40",
        ),
        *("flight BA1234 to gate 22", "room 1204, 15 mins", "in order to pay 100", "100% happy"),
        *("breakfast 0630-0730", "in 2019 2020 2021", "reference to my last visit"),
    ],
)
def test_ratings_prices_dates_and_times_stay(text: str) -> None:
    assert redact(text) == text


def test_sixteen_figures_that_are_no_card_are_not_called_one() -> None:
    assert "[CARD]" not in redact("number 4111 1111 1111 1112")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("call 212 555 0187", "call [PHONE]"),
        ("lot 212 555 018", "lot 212 555 018"),
        ("call 0207 946", "call [PHONE]"),
        ("call 020 794", "call 020 794"),
        ("call +44207946012345", "call [PHONE]"),
        ("part +4420794601234567", "part +4420794601234567"),
    ],
    ids=["ten", "nine", "seven, led by 0", "six, led by 0", "fourteen", "sixteen"],
)
def test_a_telephone_number_has_ten_figures_or_seven_behind_a_0_and_at_most_fifteen(
    text: str, redacted: str
) -> None:
    assert redact(text) == redacted

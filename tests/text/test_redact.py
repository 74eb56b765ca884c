"""Redaction masks what tells who somebody is and leaves figures that tell of the service."""

from __future__ import annotations

import time

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
    ("text", "redacted"),
    [
        ("acc no. 1234 5678", "acc no. [ACCOUNT]"),
        ("Acc 12345678", "Acc [ACCOUNT]"),
        ("4111.1111.1111.1111", "[CARD]"),
        ("Cardx4111111111111111", "Cardx[CARD]"),
        ("4111\u20131111\u20131111\u20131111 12/27", "[CARD] 12/27"),
        ("ref 20 4111 1111 1111 1111", "ref 20 [CARD]"),
        ("jo\uff20mail.example", "[EMAIL]"),
    ],
)
def test_cards_accounts_and_addresses_are_found_in_other_writing(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_a_long_run_of_figures_takes_no_longer_than_its_length() -> None:
    """Thirty thousand signs of each kind take a second at most; what is quadratic, minutes."""
    for unit in ("0 ", "12 ", "0770 ", "07700-", "(1) ", "4111 ", "1/", "0" * 16 + " ", "call "):
        begun = time.perf_counter()
        redact(unit * (30_000 // len(unit)))
        assert time.perf_counter() - begun < 20, unit


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


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("my order (no. 4471883) is late", "my order (no. [ORDER]) is late"),
        ("it (no. 4471883) is late", "it (no. [ORDER]) is late"),
        ("my account (no. 12345678)", "my account (no. [ACCOUNT])"),
        ("12345678 is my account number", "[ACCOUNT] is my account number"),
        ("AC-1234567 was my policy", "[ACCOUNT] was my policy"),
        ("(12345678) is my order number", "([ORDER]) is my order number"),
        ("order 1234 5678 9012 is late", "order [ORDER] is late"),
        ("ticket no 1234 5678", "ticket no [ORDER]"),
        ("booking ref X7K2PQ", "booking ref [ORDER]"),
        ("Booking reference: KLMPQR", "Booking reference: [ORDER]"),
        ("PNR X7K2PQ, seat 12A", "PNR [ORDER], seat 12A"),
        ("confirmation code is x7k2pq", "confirmation code is [ORDER]"),
        ("my booking X7K2PQ", "my booking [ORDER]"),
        ("pay de89 3704 0044 0532 0130 00 please", "pay [ACCOUNT] please"),
        ("iban gb29nwbk60161331926819 is shut", "iban [ACCOUNT] is shut"),
        ("4111 1111\n1111 1111", "[CARD]"),
        ("4111_1111_1111_1111 4111|1111|1111|1111", "[CARD] [CARD]"),
        ("mail jo (at) example dot com now", "mail [EMAIL] now"),
        ("jo.lee[at]mail[dot]example[dot]org", "[EMAIL]"),
        ("write to jo at example dot com", "write to [EMAIL]"),
        ("mail jo @ example.com, jo@ example.com", "mail [EMAIL], [EMAIL]"),
    ],
)
def test_what_is_spelt_in_other_ways_is_masked_and_not_again(text: str, redacted: str) -> None:
    assert redact(text) == redacted
    assert redact(redacted) == redacted


@pytest.mark.parametrize(
    "text",
    [
        *("room no. 1204", "seat no. 12, row no. 34", "we are no. 1 of 25000", "gate no. 100"),
        *("booking 1200 1400", "booking for 2019 2020", "the case in 2019", "order of 12 03 2021"),
        *(
            "booked on BA1234 to Rome",
            "booking for 4 nights",
            "our booking FAILED",
            "ref to 24 hours",
        ),
        *("BOOKING REFERENCE NUMBER never came", "booking code PLEASE", "reservation 6 people"),
        *("20000 was my budget", "1200 is my limit", "50 is the order minimum", "2019 was my best"),
        *(
            "three @ 2.50 each",
            "booked @ booking.com",
            "hi @booking.com",
            "at the dot com shop",
            "meet at 10 dot",
        ),
        *("2019\n2020\n2021\n2022", "| 1200 | 1345 | 1400 | 1500 |", "10_20_30", "3|4|5 stars"),
        *("at10 nice food here", "mp3 players", "be12 cold said that door", "flight U23456"),
    ],
)
def test_rooms_seats_flights_years_times_and_prices_in_such_places_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "unit",
    ["a.a.(at)", "mail a at b dot ", "1 is my ", "no. ", "booking ", "ab12 ", "a [at] ", "4|"],
)
def test_spellings_are_searched_in_a_time_that_grows_with_the_length(unit: str) -> None:
    begun = time.process_time()
    redact(unit * (50_000 // len(unit)))
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("ring +33 6 12 34 56 78", "ring [PHONE]"),
        ("Order no. 4471 and Order number 4471", "Order no. [ORDER] and Order number [ORDER]"),
        ("my order 5512 is late", "my order [ORDER] is late"),
        ("Order-nr.: 2210987", "Order-nr.: [ORDER]"),
        ("Ordernumber 5512345, ORDER12345678", "Ordernumber [ORDER], ORDER[ORDER]"),
        (
            "The order number they gave me was 88-221-99",
            "The order number they gave me was [ORDER]",
        ),
        ("RMA 778812 and PO-1234567", "RMA [ORDER] and PO-[ORDER]"),
        ("Ref: AB/2026/00981", "Ref: [ORDER]"),
        (
            "My order numbers are 123456 and 234567",
            "My order numbers are [ORDER] and [ORDER]",
        ),
        (
            "order numbers 123456, 234567 and 345678",
            "order numbers [ORDER], [ORDER] and [ORDER]",
        ),
        (
            "account numbers 12345678 and 87654321",
            "account numbers [ACCOUNT] and [ACCOUNT]",
        ),
        ("My acct. no. is 88812345", "My acct. no. is [ACCOUNT]"),
        ("policy number POL/99/812345", "policy number [ACCOUNT]"),
        ("my card ending 1111", "my card ending [CARD]"),
        ("account ending in 4821", "account ending in [ACCOUNT]"),
        (
            "order \uff11\uff12\uff13\uff14\uff15\uff16",
            "order [ORDER]",
        ),
        (
            "account number \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
            "account number [ACCOUNT]",
        ),
        ('"jo smith"@example.com', "[EMAIL]"),
        ("mail me: jo . smith @ example . com", "mail me: [EMAIL]"),
        ("Bestellung 4471883, Bestellnummer: 5512", "Bestellung [ORDER], Bestellnummer: [ORDER]"),
        ("Sendungsnummer 12345678", "Sendungsnummer [ORDER]"),
        (
            "Kundennummer 4471883, Kontonummer 12345",
            "Kundennummer [ACCOUNT], Kontonummer [ACCOUNT]",
        ),
        ("numéro de commande 4471883", "numéro de commande [ORDER]"),
        ("numero de pedido: 4471883", "numero de pedido: [ORDER]"),
        ("número de cuenta 12345678", "número de cuenta [ACCOUNT]"),
        ("4111 1111 1111 1112", "[PHONE]"),
        ("loyalty card 6331 1020 3040 5060 77", "loyalty card [PHONE]"),
    ],
)
def test_numbers_behind_their_words_are_masked_whole(text: str, redacted: str) -> None:
    assert redact(text) == redacted
    assert redact(redacted) == redacted


@pytest.mark.parametrize(
    "text",
    [
        *("room 2204 2205 2206", "1 000 000 000 views", "population 1.234.567.890"),
        *("100 200 300 400 500 600 meters", "order 2019 was fine", "in order 1500 people came"),
        *("I ordered 4 and paid 1200", "order over 5000 euros", "Bestellung 2026", "po box 12"),
        *("order 1200.50 back", "the order numbers in 2019 and 2020", "Konto 2026 leer"),
        *("card ending in December", "order 5000 euros", "order number 2 of 3", "po-faced 1234"),
        *("flight no. 4471", "room number 4471", "my first order 2026-11-20", "order at 10:30"),
        *("case 1 of 25000", "ticket 1200 euros", "order 4471 pieces", "claim 5000 pounds back"),
        *("this account XX/XX/2019 and", "my account onXX/XX/2014 was"),
    ],
)
def test_amounts_years_rooms_and_crowds_stay_in_such_places(text: str) -> None:
    assert redact(text) == text

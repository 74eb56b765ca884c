"""A number is an order's, a booking's or the like by the word beside it."""

from __future__ import annotations

import pytest

from cxnlp.text.orders import mask_bookings, mask_numbered, mask_orders


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ticket 99812", "ticket [ORDER]"),
        ("ticket 9981", "ticket 9981"),
        ("ref AB1234", "ref [ORDER]"),
        ("ref AB123", "ref AB123"),
        ("Order #AB-12345", "Order #[ORDER]"),
        ("tracking number is: 12345678", "tracking number is: [ORDER]"),
        ("invoice INV/2026/00981", "invoice [ORDER]"),
        ("order 123 456", "order [ORDER]"),
        ("booking 1200 1400", "booking 1200 1400"),
        ("case 2026-11-20", "case 2026-11-20"),
        ("border 12345", "border 12345"),
        ("room 12345", "room 12345"),
        ("pedido 4471883", "pedido [ORDER]"),
    ],
)
def test_four_figures_among_five_signs_behind_a_word_are_masked(text: str, masked: str) -> None:
    assert mask_orders(text) == masked
    assert mask_orders(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ticket number 5512", "ticket number [ORDER]"),
        ("ticket number 551", "ticket number 551"),
        ("ticket number they gave me was 5512", "ticket number they gave me was [ORDER]"),
        ("ticket number 5512.50", "ticket number 5512.50"),
        ("my order 5512 is late", "my order [ORDER] is late"),
        ("my order 5512.", "my order [ORDER]."),
        ("my order 5512 euros", "my order 5512 euros"),
        ("my order 5500 is late", "my order 5500 is late"),
        ("my order 1234 is late", "my order 1234 is late"),
        ("my order 2019 was fine", "my order 2019 was fine"),
    ],
)
def test_four_figures_are_enough_where_they_can_be_nothing_else(text: str, masked: str) -> None:
    """1234 may be an hour, 2019 a year, 5500 an amount."""
    assert mask_orders(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("booking ref X7K2PQ", "booking ref [ORDER]"),
        ("my booking X7K2PQ", "my booking [ORDER]"),
        ("my booking X7K2P", "my booking X7K2P"),
        ("my booking x7k2pq", "my booking x7k2pq"),
        ("confirmation code is x7k2pq", "confirmation code is [ORDER]"),
        ("seat X7K2PQ", "seat X7K2PQ"),
        ("RMA 778812 and PO-1234567", "RMA [ORDER] and PO-[ORDER]"),
        ("rma 778812", "rma 778812"),
        ("#20210 lost", "[ORDER] lost"),
        ("#2021 lost", "#2021 lost"),
        ("a#20210", "a#20210"),
        ("orders 123456, 234567 and 345678", "orders [ORDER], [ORDER] and [ORDER]"),
        ("AB-12345 was my order number", "[ORDER] was my order number"),
        ("AB-12345 was my order", "AB-12345 was my order"),
    ],
)
def test_bookings_signs_lists_and_numbers_before_their_word_are_masked(
    text: str, masked: str
) -> None:
    assert mask_orders(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Booking reference: KLMPQR", "Booking reference: [ORDER]"),
        ("PNR KLMPQR", "PNR [ORDER]"),
        ("record locator is KLMPQR.", "record locator is [ORDER]."),
        ("confirmation code KLMPQ", "confirmation code KLMPQ"),
        ("confirmation code KLMPQRS", "confirmation code KLMPQRS"),
        ("reservation number klmpqr", "reservation number klmpqr"),
        ("our booking FAILED", "our booking FAILED"),
        ("booking reference NUMBER", "booking reference NUMBER"),
        ("booking code PLEASE", "booking code PLEASE"),
    ],
)
def test_six_letters_are_a_booking_where_the_text_says_a_code_comes(text: str, masked: str) -> None:
    assert mask_bookings(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("(no. 447188)", "(no. [ORDER])"),
        ("no. 44718", "no. 44718"),
        ("Nr.4471883", "Nr.[ORDER]"),
        ("n\u00b0 4471883", "n\u00b0 [ORDER]"),
        ("\u2116 4471883", "\u2116 [ORDER]"),
        ("casino. 4471883", "casino. 4471883"),
        ("no 4471883", "no 4471883"),
    ],
)
def test_six_figures_behind_no_are_a_number_of_something(text: str, masked: str) -> None:
    assert mask_numbered(text) == masked

"""A card's number is thirteen to nineteen figures that satisfy Luhn's formula, however written.

The numbers are those that card networks publish for tests.
"""

from __future__ import annotations

import pytest

from cxnlp.text import redact
from cxnlp.text.cards import mask_cards

VISA = "4111111111111111"


@pytest.mark.parametrize(
    "number",
    [
        *("4222222222222", "30569309025904", "378282246310005", VISA, "5555555555554444"),
        *("2223003122003222", "6011111111111117", "6799990100000000019"),
    ],
)
def test_numbers_of_thirteen_to_nineteen_figures_are_masked(number: str) -> None:
    assert mask_cards(f"card {number}.") == "card [CARD]."
    assert mask_cards(f"x{number}x") == "x[CARD]x"
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert mask_cards(wrong) == wrong


def test_fewer_and_more_figures_are_no_card() -> None:
    """All zeros satisfy the formula whatever their number."""
    assert mask_cards("0" * 12) == "0" * 12
    assert mask_cards("0" * 13) == mask_cards("0" * 19) == "[CARD]"
    assert mask_cards("0" * 20) == "0" * 20


@pytest.mark.parametrize("sign", [*" ./-", "\u00a0", "\u202f", "\u2013", "\u2212", " - ", "   "])
def test_signs_between_groups_are_masked_with_them(sign: str) -> None:
    assert mask_cards(sign.join(["4111"] + ["1111"] * 3)) == "[CARD]"
    assert mask_cards(sign.join(["3782", "822463", "10005"])) == "[CARD]"


@pytest.mark.parametrize("sign", ["    ", ",", ":", " + ", "x"])
def test_other_signs_part_numbers(sign: str) -> None:
    text = sign.join(["4111"] + ["1111"] * 3)
    assert mask_cards(text) == text


@pytest.mark.parametrize("sign", ["\n", "|", "_"])
def test_over_the_end_of_a_line_or_a_bar_only_what_begins_as_most_cards_do_is_one(
    sign: str,
) -> None:
    assert mask_cards(sign.join(["4111"] + ["1111"] * 3)) == "[CARD]"
    mastercard = sign.join(["2223", "0031", "2200", "3222"])
    assert mask_cards(mastercard) == mastercard


def test_single_figures_and_pairs_are_a_card_where_all_sixteen_are_written_so() -> None:
    assert mask_cards(" ".join(VISA)) == "[CARD]"
    assert mask_cards(" ".join([VISA[at : at + 2] for at in range(0, 16, 2)])) == "[CARD]"
    uneven = "41 111 11 1111 11111"
    assert mask_cards(uneven) == uneven


def test_a_card_ends_where_its_figures_are_right_and_what_follows_stays() -> None:
    assert mask_cards("4111 1111 1111 1111 12/27 123") == "[CARD] 12/27 123"
    assert mask_cards("20 4111 1111 1111 1111") == "20 [CARD]"
    assert mask_cards(f"{VISA}, {VISA} and {VISA}") == "[CARD], [CARD] and [CARD]"


def test_sixteen_figures_that_are_no_card_are_not_called_one() -> None:
    assert "[CARD]" not in redact("number 4111 1111 1111 1112")

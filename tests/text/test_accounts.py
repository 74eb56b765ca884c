"""A number is an account's by the word beside it; an IBAN by itself.

The IBANs are the examples of the registry of ISO 13616.
"""

from __future__ import annotations

import pytest

from cxnlp.text.accounts import mask_accounts, mask_ibans, mask_list


@pytest.mark.parametrize(
    "iban",
    [
        *("DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "NO93 8601 1117 947"),
        "FR14 2004 1010 0505 0001 3M02 606",
    ],
)
def test_an_iban_is_masked_in_capitals_and_in_small_letters(iban: str) -> None:
    for text in (iban, iban.lower(), iban.title()):
        assert mask_ibans(f"to {text}, please") == "to [ACCOUNT], please"
    assert mask_ibans(f"{iban.lower()} or {iban.lower()}") == "[ACCOUNT] or [ACCOUNT]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "de88 3704 0044 0532 0130 00",
        "xde89 3704 0044 0532 0130 00",
        "1de89 3704 0044 0532 0130 00",
        "89 3704 0044 0532 0130 00",
        "be12 cold said that door",
        "DE89 3704",
    ],
)
def test_what_is_no_iban_stays(text: str) -> None:
    assert mask_ibans(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("account 12345", "account [ACCOUNT]"),
        ("account 1234", "account 1234"),
        ("Account No. AB123", "Account No. [ACCOUNT]"),
        ("account ABCDE", "account ABCDE"),
        ("acc 12-34-56", "acc [ACCOUNT]"),
        ("acc 12 34 56", "acc [ACCOUNT]"),
        ("acc 12 34 5", "acc 12 34 5"),
        ("accident 12345", "accident 12345"),
        ("a/c: 1234 5678", "a/c: [ACCOUNT]"),
        ("sort code 20-00-00", "sort code [ACCOUNT]"),
        ("my membership id is #998877", "my membership id is #[ACCOUNT]"),
        ("NHS number (943 476 5919)", "NHS number ([ACCOUNT])"),
        ("passport = 533380006", "passport = [ACCOUNT]"),
        ("policy POL/99/812345", "policy [ACCOUNT]"),
        ("Kundennr. 12345", "Kundennr. [ACCOUNT]"),
        ("cuenta 12345678 es", "cuenta [ACCOUNT] es"),
        ("accounts 12345", "accounts 12345"),
        ("phone 12345678", "phone 12345678"),
        ("this account XX/XX/2019 and", "this account XX/XX/2019 and"),
    ],
)
def test_a_number_of_five_signs_behind_its_word_is_masked(text: str, masked: str) -> None:
    assert mask_accounts(text) == masked
    assert mask_accounts(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("12345 is my account", "[ACCOUNT] is my account"),
        ("1234 is my account", "1234 is my account"),
        ("AC-1234567 was our old policy", "[ACCOUNT] was our old policy"),
        ("(12345678), being his membership", "([ACCOUNT]), being his membership"),
        ("12345678 is the account", "[ACCOUNT] is the account"),
        ("12345678 is an account", "12345678 is an account"),
        ("20000 was my budget", "20000 was my budget"),
        ("1,12345 is my account", "1,12345 is my account"),
    ],
)
def test_a_number_before_its_word_is_masked(text: str, masked: str) -> None:
    assert mask_accounts(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my card ending 1111", "my card ending [CARD]"),
        ("the Visa that is ending in 1111", "the Visa that is ending in [CARD]"),
        ("mastercard ending with 1111", "mastercard ending with [CARD]"),
        ("account ending on 4821", "account ending on [ACCOUNT]"),
        ("account ending 48211", "account ending 48211"),
        ("account. ending 4821", "account. ending 4821"),
        ("the year ending 2021", "the year ending 2021"),
    ],
)
def test_of_what_a_number_ends_in_the_word_tells_the_tag(text: str, masked: str) -> None:
    assert mask_accounts(text) == masked


@pytest.mark.parametrize("joint", [", ", " and ", ", and ", " or ", " und ", " et ", " y ", " & "])
def test_what_is_listed_behind_a_masked_number_is_masked(joint: str) -> None:
    text = f"accounts [ACCOUNT]{joint}12345{joint}AB-23456"
    assert mask_list(text, "ACCOUNT") == f"accounts [ACCOUNT]{joint}[ACCOUNT]{joint}[ACCOUNT]"
    assert mask_list(text, "ORDER") == text


@pytest.mark.parametrize(
    "text",
    [
        "account [ACCOUNT], 12345",
        "accounts [ACCOUNT], 1234",
        "accounts [ACCOUNT], 2021-04-05",
        "accounts [ACCOUNT] 12345",
        "accounts 12345, 23456",
    ],
)
def test_where_there_is_no_list_nothing_more_is_masked(text: str) -> None:
    assert mask_list(text, "ACCOUNT") == text

"""A telephone number is told from dates, times, prices and other figures, and where it ends."""

from __future__ import annotations

import pytest

from cxnlp.text.phones import mask_phones


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Tel:020 7946 0958", "Tel:[PHONE]"),
        ("Mobile:07700900123", "Mobile:[PHONE]"),
        ("(tel:07700 900123)", "(tel:[PHONE])"),
        ("Phone:+44 7700 900123", "Phone:[PHONE]"),
        ("Tel.07700900123 or Mob07700900124", "Tel.[PHONE] or Mob[PHONE]"),
        ("tel/07700900123", "tel/[PHONE]"),
        ("07700 900123/07700 900124", "[PHONE]/[PHONE]"),
        ("07700 900123 07700 900124", "[PHONE] [PHONE]"),
        ("212-555-0187/212-555-0188", "[PHONE]/[PHONE]"),
        ("07700/900123", "[PHONE]"),
        ("07700\u2013900\u2013123", "[PHONE]"),
        ("+44 (0)20 7946 0958", "[PHONE]"),
        ("1-800-555-0199x22", "[PHONE]"),
        ("07700900124.5", "[PHONE].5"),
        ("555-0123", "[PHONE]"),
        ("ring 300-1200", "ring [PHONE]"),
        ("BA1234 10:30 07700 900123 10:30", "BA1234 10:30 [PHONE] 10:30"),
        ("2026-03-04 07700 900123", "2026-03-04 [PHONE]"),
    ],
)
def test_a_telephone_number_is_found_however_it_is_joined_to_what_stands_beside_it(
    text: str, redacted: str
) -> None:
    assert mask_phones(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        *("at:10:30", "score:4/5", "price:1200.50", "12/03/2021 10:30", "01.02.2021 10.30"),
        *("01.02.21-05.02.21", "(01-02-2021)", "01/02/2021-05/02/2021", "12:30:45.123456"),
        *("2019/2020", "EK0202", "0.12345678", "300-1200 people", "1200000.50", "accident 2020"),
        *("2026-03-04T05:06:07Z", "08:00\u201317:30", "in 2021 2022 10/10", "(300-1200)"),
    ],
)
def test_figures_after_colons_slashes_and_dashes_that_are_no_numbers_stay(text: str) -> None:
    assert mask_phones(text) == text


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
    assert mask_phones(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "You owe me £2125550187.",
        "that_2125550187 is a name",
        "it grew by 2125550187%",
        "2125550187km",
    ],
)
def test_figures_with_a_sign_of_their_own_are_no_telephone_number(text: str) -> None:
    assert mask_phones(text) == text


@pytest.mark.parametrize(
    "number",
    [
        *("020 7946 0958", "(020) 7946 0958", "0207.946.0958", "020-7946-0958", "020 79 46 09 58"),
        *("+44 20 7946 0958", "+44 (0)20 7946 0958", "+1 (212) 555-0187", "+33 6 12 34 56 78"),
        *("212-555-0187", "(212)555-0187", "030/1234567", "0170 / 123 45 67", "1-800-555-0199"),
    ],
)
@pytest.mark.parametrize(
    "around",
    ["{}", "Call {}!", "({})", "tel:{},", "{}\nor not", "at {}; at {}", "{}x22", "{} ext. 7"],
)
def test_a_number_is_masked_whole_whatever_stands_around_it(number: str, around: str) -> None:
    text = around.replace("{}x22", "{}").replace("{} ext. 7", "{}").replace("{}", "[PHONE]")
    assert mask_phones(around.replace("{}", number)) == text
    assert mask_phones(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("555-0123", "[PHONE]"),
        ("446-0123", "[PHONE]"),
        ("446-1123", "446-1123"),
        ("call 446-1123", "call [PHONE]"),
        ("the number is 446.1123", "the number is [PHONE]"),
        ("call me on 446-1123", "call me on [PHONE]"),
        ("155-0123", "155-0123"),
        ("555-0123-4", "555-0123-4"),
        ("A-555-0123", "A-555-0123"),
        ("$555-0123", "$555-0123"),
        ("555-0123%", "555-0123%"),
    ],
)
def test_seven_figures_are_a_number_where_they_can_be_no_range(text: str, masked: str) -> None:
    assert mask_phones(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        *("", "no figures", "1234567", "123 456 789", "1 000 000 000", "1.234.567.890"),
        *("room 2204 2205 2206", "04.05.2026 - 06.05.2026", "2026-05-04 08:30", "08:00-17:30"),
        *("2019 2020 2021", "0.123456789", "1/2/2026 3/2/2026"),
    ],
)
def test_dates_times_years_rooms_and_thousands_stay(text: str) -> None:
    assert mask_phones(text) == text

"""Redaction: what tells who somebody is becomes a tag; ratings, prices, dates and times stay."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["redact"]

# The look behind keeps a long run of letters without an @ from being searched from each of them.
_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CARD: Final = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){12,18}(?![\w])")
_ACCOUNT: Final = re.compile(
    r"(\b(?:account|acct|a/c|sort code|policy|iban|ssn|social security|passport|member(?:ship)?"
    r"|customer|patient|nhs)\s*(?:number|no\.?|num|id|#)?\s*(?:is|was|:|=|#)?\s*)"
    r"((?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{4,}(?: \d{2,})*)\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"(\b(?:order|booking|reservation|invoice|ticket|tracking|parcel|shipment|case|claim|complaint"
    r"|reference|ref|confirmation)\b\.?\s*(?:number|no\.?|num|id|ref(?:erence)?|code)?\s*"
    r"(?:is|was|:|=|#)?\s*#?)((?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,})\b",
    re.IGNORECASE,
)
_HASH: Final = re.compile(r"(?<!\w)#(?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,}\b", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"(?<![\w.,/$£€¥:-])(?:\+|00)?\(?\d{1,5}\)?(?:[ .-]?\(?\d{2,5}\)?){1,5}(?![\w/%]|[.,:-]\d)"
)
_DATE_OR_HOURS: Final = re.compile(
    r"(?:[01]?\d|2[0-3])[.:]?[0-5]\d ?- ?(?:[01]?\d|2[0-3])[.:]?[0-5]\d|"
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d|(?:19|20)\d\d[./ -]\d{1,2}[./ -]\d{1,2}"
    r"|(?:19|20)\d\d(?:[ -]+(?:19|20)\d\d)+|(?:19|20)\d\d ?- ?\d\d"
)
_MOST_DIGITS: Final = 15  # of a telephone number: ITU-T E.164
_LUHN_DOUBLE: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def redact(text: str) -> str:
    """Mask e-mail addresses, telephone, card, account and order numbers.

    Redacting twice changes nothing more. Names of people are not found.

    >>> redact("Order 4471-8832 is late, call 020 7946 0123 or mail jo@example.com. 2/10!")
    'Order [ORDER] is late, call [PHONE] or mail [EMAIL]. 2/10!'
    """
    if "@" in text:
        text = _EMAIL.sub("[EMAIL]", text)
    if not any(map(str.isdigit, text)):
        return text
    text = _IBAN.sub("[ACCOUNT]", text)
    text = _CARD.sub(_card, text)
    text = _ACCOUNT.sub(r"\1[ACCOUNT]", text)
    text = _ORDER.sub(r"\1[ORDER]", text)
    text = _HASH.sub("[ORDER]", text)
    return _PHONE.sub(_phone, text)


def _card(found: re.Match[str]) -> str:
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    odd, even = digits[-1::-2], digits[-2::-2]
    valid = (sum(odd) + sum(_LUHN_DOUBLE[digit] for digit in even)) % 10 == 0
    return "[CARD]" if valid else found[0]


def _phone(found: re.Match[str]) -> str:
    number = found[0]
    digits = sum(map(str.isdigit, number))
    led = number[:1] in {"+", "(", "0"}
    enough = digits >= (7 if led else 10)
    return (
        "[PHONE]"
        if enough and digits <= _MOST_DIGITS and not _DATE_OR_HOURS.fullmatch(number)
        else number
    )

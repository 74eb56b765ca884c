"""Numbers of accounts, policies, memberships and the like, by the word beside them; IBANs."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ANNOUNCED", "JOINT", "NUMBER", "mask_accounts", "mask_ibans"]

JOINT: Final = r"\s*(?:is|was)?\s*[:=#,\u2013-]?\s*\(?#?"
"""What may stand between the word and the number."""
NUMBER: Final = r"\s*\(?(?:numbers?|no\.?|nos\.?|nr\.?|n\u00b0|num|id|#)?"
_WORDS: Final = (
    r"(?:account|acct|acc(?![a-z])|a/c|sort code|policy|iban|ssn|social security|passport"
    r"|member(?:ship)?|customer|patient|nhs)"
)
_ACCOUNT: Final = re.compile(
    rf"(\b{_WORDS}{NUMBER}{JOINT})"
    r"((?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{4,}(?: \d{2,})*"
    r"|(?=\d(?: ?\d){5})\d{2,4}(?: \d{2,4})+)\b",
    re.IGNORECASE,
)
_IS: Final = r"(?=\)?,? (?:is|was|=|being) (?:my|our|the|his|her|their) (?:\w+ )?"
_BEFORE: Final = re.compile(
    rf"(?<![\w.,:/-])(?:[A-Z]{{1,3}}-?)?\d[\d -]{{3,20}}\d{_IS}{_WORDS}\b)", re.IGNORECASE
)
ANNOUNCED: Final = re.compile(
    r"\d\)?,? (?:is|was|=|being) (?:my|our|the|his|her|their) ", re.IGNORECASE
)
"""A number before its word, as in "12345678 is my account number"."""
_SIGNS: Final = (
    "acc", "a/c", "code", "polic", "iban", "ssn", "security", "passport", "member", "customer",
    "patient", "nhs",
)  # fmt: skip
"""Pieces of the words: a text without any of them is not searched, which costs more."""
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_ANY_IBAN: Final = re.compile(
    r"(?<=[a-z])\d\d ?[a-z0-9]{4}(?: ?(?=[a-z0-9]{0,3}\d)[a-z0-9]{4}){1,6}(?: ?\d[a-z0-9]{0,3})?\b",
    re.IGNORECASE | re.ASCII,
)
"""From its check figures on: they are quicker to find than a country's letters."""
_COUNTRY: Final = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z]{2}\Z")
_DIVISOR: Final = 97


def mask_ibans(text: str) -> str:
    """Put `[ACCOUNT]` for each IBAN; in small letters only where its check figures are right.

    >>> mask_ibans("to de89 3704 0044 0532 0130 00, not de88 3704 0044 0532 0130 00")
    'to [ACCOUNT], not de88 3704 0044 0532 0130 00'
    """
    text = _IBAN.sub("[ACCOUNT]", text)
    for found in reversed(list(_ANY_IBAN.finditer(text))):
        country = _COUNTRY.search(text, max(found.start() - 3, 0), found.start())
        if country and _is_valid(country[0] + found[0]):
            text = f"{text[: country.start()]}[ACCOUNT]{text[found.end() :]}"
    return text


def mask_accounts(text: str) -> str:
    """Put `[ACCOUNT]` for each number that a word beside it tells to be an account's or the like.

    >>> mask_accounts("Acc no. 1234 5678; 12345678 is my account number")
    'Acc no. [ACCOUNT]; [ACCOUNT] is my account number'
    """
    small = text.lower()
    if not any(sign in small for sign in _SIGNS):
        return text
    text = _ACCOUNT.sub(r"\1[ACCOUNT]", text)
    return _BEFORE.sub("[ACCOUNT]", text) if ANNOUNCED.search(text) else text


def _is_valid(number: str) -> bool:
    """ISO 13616: the country and check figures go to the end, letters count from 10 on."""
    signs = number.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % _DIVISOR == 1

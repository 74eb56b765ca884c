"""Numbers of accounts, policies, memberships and the like, by the word beside them; IBANs."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ANNOUNCED", "JOINT", "NUMBER", "SLASHED", "mask_accounts", "mask_ibans", "mask_list"]

JOINT: Final = r"\s*(?:is|was|are|were|ist|lautet|est|es)?\s*[:=#,\u2013-]?\s*\(?#?"
"""What may stand between the word and the number."""
NUMBER: Final = (
    r"[\s-]*\(?(?:numbers?|nummer|n[u\u00fa]m[e\u00e9]ro|no\.?|nos\.?|nr\.?|n\u00b0|num|id|#)?"
)
SLASHED: Final = (
    r"(?!(?:[A-Z]{0,3}XX/){1,2}(?:19|20)\d\d\b)(?=(?:[A-Z/-]*\d){4})[A-Z]{1,5}/[A-Z\d/-]{4,}"
)
"""Letters, a stroke and figures ("AB/2026/00981"), but no date that was made unreadable already."""
_WORDS: Final = (
    r"(?:account|acct|acc(?![a-z])|a/c|sort code|policy|iban|ssn|social security|passport"
    r"|member(?:ship)?|customer|patient|nhs|kunden(?=-?n(?:umme)?r)|konto|compte|cuenta|cliente?)"
)
_ACCOUNT: Final = re.compile(
    rf"(\b{_WORDS}\.?{NUMBER}{JOINT})"
    rf"({SLASHED}|(?=[A-Z-]*\d)[A-Z\d][A-Z\d-]{{4,}}(?: \d{{2,}})*"
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
    "patient", "nhs", "kunden", "konto", "compte", "cuenta", "client",
)  # fmt: skip
"""Pieces of the words: a text without any of them is not searched, which costs more."""
_ENDING: Final = re.compile(
    rf"(\b(?:{_WORDS}|(card|visa|mastercard))\b[^\d\n.,;!?]{{0,20}}?"
    r"\bending (?:in |with |on )?)\d{4}\b",
    re.IGNORECASE,
)
_NEXT: Final = {
    tag: re.compile(
        rf"(\[{tag}\](?:,? (?:and|or|und|et|y|&) |, ?))(?!(?:19|20)\d\d-\d\d-)"
        r"(?=(?:[A-Z-]*\d){5})[A-Z\d][A-Z\d-]{4,}\b",
        re.IGNORECASE,
    )
    for tag in ("ACCOUNT", "ORDER")
}
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
    if " ending " in small:
        text = _ENDING.sub(lambda found: f"{found[1]}[{'CARD' if found[2] else 'ACCOUNT'}]", text)
    if not any(sign in small for sign in _SIGNS):
        return text
    text = mask_list(_ACCOUNT.sub(r"\1[ACCOUNT]", text), "ACCOUNT")
    return _BEFORE.sub("[ACCOUNT]", text) if ANNOUNCED.search(text) else text


def mask_list(text: str, tag: str) -> str:
    """Mask what is listed behind a masked number, where the text tells of several.

    >>> mask_list("orders [ORDER], 234567 and 345678", "ORDER")
    'orders [ORDER], [ORDER] and [ORDER]'
    """
    if f"[{tag}]" not in text or "s " not in text:
        return text
    while (more := _NEXT[tag].sub(rf"\1[{tag}]", text)) != text:
        text = more
    return text


def _is_valid(number: str) -> bool:
    """ISO 13616: the country and check figures go to the end, letters count from 10 on."""
    signs = number.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % _DIVISOR == 1

"""Numbers of orders, bookings, cases and the like, by the word beside them."""

from __future__ import annotations

import re
from typing import Final

from cxnlp.text.accounts import ANNOUNCED, JOINT, NUMBER

__all__ = ["mask_bookings", "mask_numbered", "mask_orders"]

_WORDS: Final = (
    r"(?:order|booking|reservation|invoice|ticket|tracking|parcel|shipment|case|claim|complaint"
    r"|reference|ref|confirmation|consignment|pnr|locator)"
)
_MORE: Final = rf"(?:\s*\(?(?:ref(?:erence)?|code|locator)\b\.?|{NUMBER})"
_HOUR_OR_YEAR: Final = r"(?:(?:[01]\d|2[0-3])[0-5]\d|(?:19|20)\d\d)\b"
_ORDER: Final = re.compile(
    rf"(\b{_WORDS}s?(?:\b|(?=_))\.?_?{_MORE}{JOINT})"
    r"((?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,}"
    rf"|(?!{_HOUR_OR_YEAR}(?: {_HOUR_OR_YEAR})*(?! ?\d))\d{{3,6}}(?: \d{{3,6}}){{1,5}})\b",
    re.IGNORECASE,
)
"""In groups, but for years and times ("booking 1200 1400")."""

_BOOKED: Final = re.compile(
    r"(\b(?:[Bb]ooking|[Rr]eservation|[Cc]onfirmation|[Rr]ecord|[Rr]ef|[Rr]eference|PNR|[Pp]nr)\b"
    r"\.?(?:\s*\(?(?:[Rr]ef(?:erence)?|[Cc]ode|[Ll]ocator|[Nn]umber|[Nn]o|ID)\b\.?)?"
    rf"{JOINT})(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{{6}}\b"
)
_TOLD: Final = (
    r"(?:(?:booking|reservation|confirmation)\s+(?:ref(?:erence)?|code|number)|pnr|locator)"
)
_CODE: Final = re.compile(
    rf"(\b{_TOLD}\b\.?{NUMBER}{JOINT})(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{{6}}\b", re.IGNORECASE
)
_LETTERS: Final = re.compile(
    r"(\b(?:(?:[Bb]ooking|[Rr]eservation|[Cc]onfirmation)\s+(?:ref(?:erence)?|code|number)|PNR|pnr"
    rf"|[Ll]ocator)\b\.?{NUMBER}{JOINT})(?!NUMBER|PLEASE)[A-Z]{{6}}\b"
)
"""What an airline books by is six signs: letters and figures, or letters only."""

_BEFORE: Final = re.compile(
    r"(?<![\w.,:/-])(?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,20}(?=\)?,? (?:is|was|=|being)"
    rf" (?:my|our|the|his|her|their) (?:\w+ )?(?:{_WORDS} (?:numbers?|no\b|nr\b|id\b|ref|code)"
    r"|reference|ref|confirmation|pnr|locator)\b)",
    re.IGNORECASE,
)
_HASH: Final = re.compile(r"(?<!\w)#(?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,}\b", re.IGNORECASE)
_NO: Final = re.compile(r"[.\u00b0\u2116] ?\d{6}")
_NUMBERED: Final = re.compile(r"((?<!\w)(?:no\.|nr\.|n\u00b0|\u2116) ?)\d{6,}\b", re.IGNORECASE)


_SIGNS: Final = (
    "order", "book", "reserv", "invoice", "ticket", "track", "parcel", "ship", "case", "claim",
    "complaint", "ref", "confirm", "consign", "pnr", "locator", "record",
)  # fmt: skip
"""Pieces of the words: a text without any of them is not searched, which costs more."""


def mask_bookings(text: str) -> str:
    """Put `[ORDER]` for each booking that is six letters and told to be one.

    >>> mask_bookings("My booking reference: KLMPQR. PLEASE answer.")
    'My booking reference: [ORDER]. PLEASE answer.'
    """
    if not (
        "ook" in text
        or "eserv" in text
        or "onfirm" in text
        or "ocator" in text
        or "PNR" in text
        or "pnr" in text
    ):
        return text
    return _LETTERS.sub(r"\1[ORDER]", text)


def mask_numbered(text: str) -> str:
    """Put `[ORDER]` for each long number behind "no." that nothing else told what it is.

    >>> mask_numbered("It (no. 4471883) is in room no. 1204.")
    'It (no. [ORDER]) is in room no. 1204.'
    """
    return _NUMBERED.sub(r"\1[ORDER]", text) if _NO.search(text) else text


def mask_orders(text: str) -> str:
    """Put `[ORDER]` for each number that is told to be an order's, a booking's or the like.

    >>> mask_orders("order (no. 4471883), booking ref X7K2PQ, flight BA1234, room no. 1204")
    'order (no. [ORDER]), booking ref [ORDER], flight BA1234, room no. 1204'
    """
    small = text.lower()
    if any(sign in small for sign in _SIGNS):
        text = _ORDER.sub(r"\1[ORDER]", text)
        text = _CODE.sub(r"\1[ORDER]", _BOOKED.sub(r"\1[ORDER]", text))
        text = _BEFORE.sub("[ORDER]", text) if ANNOUNCED.search(text) else text
    return _HASH.sub("[ORDER]", text) if "#" in text else text

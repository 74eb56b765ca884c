"""Numbers of orders, bookings, cases and the like, by the word beside them."""

from __future__ import annotations

import re
from typing import Final

from cxnlp.text.accounts import ANNOUNCED, JOINT, NUMBER, SLASHED, mask_list

__all__ = ["mask_bookings", "mask_numbered", "mask_orders"]

_WORDS: Final = (
    r"(?:order|booking|reservation|invoice|ticket|tracking|parcel|shipment|case|claim|complaint"
    r"|reference|ref|confirmation|consignment|pnr|locator|bestell(?:ung)?|sendung|auftrag|rechnung"
    r"|commande|pedido)"
)
_MORE: Final = rf"(?:\s*\(?(?:ref(?:erence)?|code|locator)\b\.?|{NUMBER})"
_HOUR_OR_YEAR: Final = r"(?:(?:[01]\d|2[0-3])[0-5]\d|(?:19|20)\d\d)\b"
_DAY: Final = r"(?:(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-(?:19|20)\d\d)(?![\d-])"
_ENDS: Final = r"(?:\b|(?=_|\d{5}|num(?:ber|mer)|n[or]\b))"
_VALUE: Final = rf"{SLASHED}|(?!{_DAY})(?=(?:[A-Z-]*\d){{4}})[A-Z\d][A-Z\d-]{{4,}}"
_ORDER: Final = re.compile(
    rf"(\b{_WORDS}s?{_ENDS}\.?_?{_MORE}{JOINT})"
    rf"({_VALUE}"
    rf"|(?!{_HOUR_OR_YEAR}(?: {_HOUR_OR_YEAR})*(?! ?\d))\d{{3,6}}(?: \d{{3,6}}){{1,5}})\b",
    re.IGNORECASE,
)
"""In groups, but for years and times ("booking 1200 1400")."""

_FOUR: Final = r"\d{4}(?!\d|[.,:/-]\d)\b"
_FIGURES: Final = re.compile(r"\d(?:[A-Za-z/-]*\d){3}|\d{3} \d{3}")
"""What an order's number has; most texts with figures have none like it."""
_NUMBER_OF: Final = (
    r"[\s_-]*\(?(?:numbers?|nummer|n[u\u00fa]m[e\u00e9]ro|no\b\.?|nr\b\.?|n\u00b0|id\b|#)"
)
_EXPLICIT: Final = re.compile(
    rf"(\b{_WORDS}s?\.?{_NUMBER_OF}"
    r"(?:,? (?:(?:that|which) )?(?:they|you|i|we|he|she|it)(?: \w{1,20}){1,4}? (?=(?:is|was)\b))?"
    rf"{JOINT})({_VALUE}|{_FOUR})",
    re.IGNORECASE,
)
"""Four figures are enough where a word says that they are a number."""
_BARE: Final = re.compile(
    rf"(\b(?:order|bestellung|commande|pedido) #?)(?!{_HOUR_OR_YEAR}|\d\d00){_FOUR}"
    r"(?=\s*(?:\Z|[.,;:!?)]|(?:is|was|has|have|had|never|still|not|arrived|came|and|but|which|that"
    r"|from|on|did|does|didn|doesn|hasn|isn|wasn|got|late|please|placed|delivered|shipped|missing"
    r"|cancell?ed|now|yet|again|ist|est)\b))",
    re.IGNORECASE,
)
"""Four figures behind "order" alone, unless they are an hour, a year, an amount or a count."""
_BY_LETTERS: Final = re.compile(rf"(\b(?:RMA|PO)\b{NUMBER}{JOINT})(?=[A-Z-]*\d)[A-Z\d-]{{5,}}\b")

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
    "complaint", "ref", "confirm", "consign", "pnr", "locator", "record", "bestell", "sendung",
    "auftrag", "rechnung", "commande", "pedido",
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
        if _FIGURES.search(text):
            text = _ORDER.sub(r"\1[ORDER]", text)
            text = _BARE.sub(r"\1[ORDER]", _EXPLICIT.sub(r"\1[ORDER]", text))
            text = mask_list(text, "ORDER")
        text = _CODE.sub(r"\1[ORDER]", _BOOKED.sub(r"\1[ORDER]", text))
        text = _BEFORE.sub("[ORDER]", text) if ANNOUNCED.search(text) else text
    if "RMA" in text or "PO" in text:
        text = _BY_LETTERS.sub(r"\1[ORDER]", text)
    return _HASH.sub("[ORDER]", text) if "#" in text else text

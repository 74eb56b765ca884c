"""Redaction: what tells who somebody is becomes a tag; ratings, prices, dates and times stay."""

from __future__ import annotations

import re
from typing import Final

from cxnlp.text.cards import mask_cards
from cxnlp.text.phones import mask_phones

__all__ = ["redact"]

# The look behind keeps a long run of letters without an @ from being searched from each of them.
_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+[@\uff20][\w-]+(?:[.\uff0e][\w-]+)+")
_JOINT: Final = r"\s*(?:is|was)?\s*[:=#,\u2013-]?\s*\(?#?"
"""What may stand between the word and the number."""
_NUMBER: Final = r"\s*(?:numbers?|no\.?|nos\.?|nr\.?|n\u00b0|num|id|#)?"
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_ACCOUNT: Final = re.compile(
    r"(\b(?:account|acct|acc(?![a-z])|a/c|sort code|policy|iban|ssn|social security|passport"
    r"|member(?:ship)?|customer|patient|nhs)" + _NUMBER + _JOINT + r")"
    r"((?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{4,}(?: \d{2,})*"
    r"|(?=\d(?: ?\d){5})\d{2,4}(?: \d{2,4})+)\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"(\b(?:order|booking|reservation|invoice|ticket|tracking|parcel|shipment|case|claim|complaint"
    r"|reference|ref|confirmation)s?(?:\b|(?=_))\.?_?(?:\s*(?:ref(?:erence)?|code)\b|"
    + _NUMBER
    + r")"
    + _JOINT
    + r")((?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,})\b",
    re.IGNORECASE,
)
_HASH: Final = re.compile(r"(?<!\w)#(?=(?:[A-Z-]*\d){4})[A-Z0-9][A-Z0-9-]{4,}\b", re.IGNORECASE)


def redact(text: str) -> str:
    """Mask e-mail addresses, telephone, card, account and order numbers.

    Redacting twice changes nothing more. Names of people are not found.

    >>> redact("Order 4471-8832 is late, call 020 7946 0123 or mail jo@example.com. 2/10!")
    'Order [ORDER] is late, call [PHONE] or mail [EMAIL]. 2/10!'
    """
    if "@" in text or "\uff20" in text:
        text = _EMAIL.sub("[EMAIL]", text)
    if not any(map(str.isdigit, text)):
        return text
    text = _IBAN.sub("[ACCOUNT]", text)
    text = mask_cards(text)
    text = _ACCOUNT.sub(r"\1[ACCOUNT]", text)
    text = _ORDER.sub(r"\1[ORDER]", text)
    text = _HASH.sub("[ORDER]", text)
    return mask_phones(text)

"""Redaction: what tells who somebody is becomes a tag; ratings, prices, dates and times stay."""

from __future__ import annotations

import re
from typing import Final

from cxnlp.text.accounts import mask_accounts, mask_ibans
from cxnlp.text.cards import mask_cards
from cxnlp.text.mails import mask_mails
from cxnlp.text.orders import mask_bookings, mask_numbered, mask_orders
from cxnlp.text.phones import mask_phones

__all__ = ["redact"]

_FIGURE: Final = re.compile(r"\d")


def redact(text: str) -> str:
    """Mask e-mail addresses, telephone, card, account and order numbers.

    Redacting twice changes nothing more. Names of people are not found.

    >>> redact("Order 4471-8832 is late, call 020 7946 0123 or mail jo@example.com. 2/10!")
    'Order [ORDER] is late, call [PHONE] or mail [EMAIL]. 2/10!'
    """
    text = mask_bookings(mask_mails(text))
    if _FIGURE.search(text) is None:
        return text
    text = mask_cards(mask_ibans(text))
    return mask_numbered(mask_phones(mask_orders(mask_accounts(text))))

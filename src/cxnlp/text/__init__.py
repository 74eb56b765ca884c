"""Comments as text: cleaned, checked, told apart by language, redacted, cut into sentences."""

from __future__ import annotations

from cxnlp.text.cleaning import clean, clean_all
from cxnlp.text.language import UNDETERMINED, LanguageIdentifier
from cxnlp.text.redact import redact
from cxnlp.text.redactors import NameRedactor, Redactor
from cxnlp.text.rejecting import (
    BARE_NOTHING,
    FILLERS,
    Rejection,
    is_bare_nothing,
    is_wordless,
    rejection,
    rejections,
    tell_nothing,
)
from cxnlp.text.sentences import split_sentences

__all__ = [
    "BARE_NOTHING",
    "FILLERS",
    "UNDETERMINED",
    "LanguageIdentifier",
    "NameRedactor",
    "Redactor",
    "Rejection",
    "clean",
    "clean_all",
    "is_bare_nothing",
    "is_wordless",
    "redact",
    "rejection",
    "rejections",
    "split_sentences",
    "tell_nothing",
]

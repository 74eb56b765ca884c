"""Disturbances that leave the meaning alone: typing errors, case, punctuation, names, places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAMES", "PLACES", "cased", "misspelt", "punctuated"]

NAMES: Final = (
    "Anna",
    "Mehmet",
    "Priya",
    "Kwame",
    "Olga",
    "Liam",
    "Fatima",
    "Wei",
    "Carlos",
    "Zoe",
)
"""Names of many origins."""

PLACES: Final = ("Leeds", "Lagos", "Mumbai", "Oslo", "Lima", "Dallas", "Hanoi", "Cairo")
"""Places of many countries."""

_LONG_WORD: Final = re.compile(r"\b[a-z]{5,}\b")


def misspelt(text: str, *, versions: int = 6) -> Iterator[str]:
    """The text with one slip of the keyboard each: two letters swapped, or one left out.

    Only inner letters of words of five letters or more are touched, so that a person still reads
    the word.

    >>> next(misspelt("Friendly people"))
    'Friendly peolpe'
    """
    words = list(_LONG_WORD.finditer(text))
    random = np.random.default_rng(len(text))
    for version in range(versions if words else 0):
        word = words[int(random.integers(len(words)))]
        at = word.start() + int(random.integers(1, len(word.group()) - 2))
        if version % 2 or text[at] == text[at + 1]:
            yield text[:at] + text[at + 1 :]
        else:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def cased(text: str) -> Iterator[str]:
    """The text without capitals, and with every word capitalised.

    >>> list(cased("Good shop."))
    ['good shop.', 'Good Shop.']
    """
    yield text.lower()
    yield " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def punctuated(text: str) -> Iterator[str]:
    """The text without its last mark, with wide spaces, and with dots for commas.

    >>> list(punctuated("Slow, poor."))
    ['Slow, poor', 'Slow,  poor.', 'Slow. poor.']
    """
    yield text.rstrip(".!?")
    yield text.replace(" ", "  ")
    if "," in text:
        yield text.replace(",", ".")

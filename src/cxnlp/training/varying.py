"""Changes that leave what a text says alone: slips, a sentence that says nothing, other names.

What learns from such copies leans less on single words: docs/decisions/2026-11-22-robustness.md.
None of the sentences, names and places stands in `cxnlp.robustness`, which tests for it.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["copies_of", "lengthened", "renamed", "varied", "with_slips"]

# fmt: off
_NAMES: Final = (
    "Aisha", "Alan", "Amy", "Andrew", "Ben", "Chloe", "Claire", "Daniel", "David", "Deepak",
    "Diana", "Emma", "Eva", "Frank", "Gareth", "Grace", "Hannah", "Hassan", "Ingrid",
    "Ivan", "Jack", "James", "Janet", "Jenny", "John", "Jose", "Julia", "Karen", "Kate",
    "Keiko", "Laura", "Leila", "Linda", "Lucy", "Marco", "Maria", "Mark", "Martin", "Megan",
    "Michael", "Mohammed", "Nadia", "Nina", "Paul", "Peter", "Rachel", "Raj", "Robert",
    "Rosa", "Ruth", "Sandra", "Sarah", "Sergei", "Sofia", "Steve", "Susan", "Thomas", "Tom",
    "Victor", "Yusuf",
)
_PLACES: Final = (
    "Amsterdam", "Athens", "Atlanta", "Auckland", "Bangkok", "Barcelona", "Beijing",
    "Berlin", "Birmingham", "Boston", "Brighton", "Bristol", "Brussels", "Cardiff",
    "Chicago", "Delhi", "Denver", "Doha", "Dubai", "Dublin", "Frankfurt", "Geneva",
    "Glasgow", "Hamburg", "Helsinki", "Istanbul", "Jakarta", "Johannesburg", "Lisbon",
    "Liverpool", "London", "Madrid", "Manchester", "Melbourne", "Miami", "Milan", "Munich",
    "Nairobi", "Paris", "Perth", "Prague", "Rome", "Seoul", "Shanghai", "Singapore",
    "Sydney", "Tokyo", "Toronto", "Vienna", "Warsaw", "Zurich",
)
# fmt: on
_OTHERS: Final = dict.fromkeys(_NAMES, _NAMES) | dict.fromkeys(_PLACES, _PLACES)
"""What may stand where a name or a place stands."""

_EMPTY: Final = (
    "It was a weekday.",
    "I went with my sister.",
    "This was in March.",
    "I live nearby.",
    "We were two adults and a child.",
    "I had an appointment at ten.",
    "The building has two floors.",
    "I used the app on my phone.",
    "My husband waited in the car.",
    "It was raining that day.",
    "I have been a customer since 2015.",
    "We were on our way home.",
    "I bought two of them.",
    "It was around noon.",
    "There is a car park behind it.",
    "I ordered it last week.",
    "The office is on the second floor.",
    "I wore my blue coat.",
    "I am writing this at home.",
    "We flew to {place} afterwards.",
    "I was there with {name}.",
    "{name} told me of it.",
    "I spoke to {name}.",
    "This was in {place}.",
    "We live in {place}.",
    "My name is {name}.",
)
"""Sentences that tell of no service."""

_LONG_WORD: Final = re.compile(r"[A-Za-z]{4,}")
_CAPITALISED: Final = re.compile(r"\b[A-Z][a-z]+\b")
_WRONG_KEYS: Final = "aeionstrl"
_COIN: Final = 0.5
_OFTEN: Final = 0.25
_RARER: Final = 0.15
"""Shares of the words of four letters or more that have a slip in `copies_of`."""


def with_slips(text: str, share: float, random: Random) -> str:
    """Slips of the keyboard in a share of the words of four letters or more.

    >>> from random import Random
    >>> with_slips("Friendly people", 1.0, Random(2)) != "Friendly people"
    True
    """
    letters = list(text)
    places = [
        word.start() + random.randrange(1, len(word.group()) - 1)
        for word in _LONG_WORD.finditer(text)
        if random.random() < share
    ]
    for place in reversed(places):
        kind = random.randrange(3)
        if kind == 0:
            del letters[place]
        elif kind == 1:
            letters[place : place + 2] = reversed(letters[place : place + 2])
        else:
            letters[place] = random.choice(_WRONG_KEYS)
    return "".join(letters)


def lengthened(text: str, random: Random) -> str:
    """The text with a sentence before or behind it that says nothing of the service.

    >>> from random import Random
    >>> len(lengthened("Good people.", Random(1))) > len("Good people.")
    True
    """
    empty = random.choice(_EMPTY).format(name=random.choice(_NAMES), place=random.choice(_PLACES))
    return f"{empty} {text}" if random.random() < _COIN else f"{text} {empty}"


def renamed(text: str, random: Random) -> str:
    """The text with other names of persons and towns, where they are common ones.

    >>> from random import Random
    >>> renamed("Paul was kind.", Random(1)) != "Paul was kind."
    True
    """
    return _CAPITALISED.sub(
        lambda found: random.choice(_OTHERS.get(found.group(), (found.group(),))), text
    )


def varied(text: str, random: Random) -> str:
    """The text with other names, and in every second case with a sentence that says nothing.

    >>> from random import Random
    >>> varied("Paul was kind.", Random(1)) != "Paul was kind."
    True
    """
    text = renamed(text, random)
    return lengthened(text, random) if random.random() < _COIN else text


def copies_of(texts: Sequence[str], seed: int) -> tuple[list[str], list[str], list[str]]:
    """Three copies of each text: with slips, with other names and an empty sentence, with both.

    >>> slips, longer, both = copies_of(["Good people."], seed=1)
    >>> len(longer[0]) > len("Good people."), slips[0] != both[0]
    (True, True)
    """
    random = Random(seed)  # noqa: S311 - no secret
    slips = [with_slips(text, _OFTEN, random) for text in texts]
    longer = [lengthened(renamed(text, random), random) for text in texts]
    both = [lengthened(with_slips(renamed(text, random), _RARER, random), random) for text in texts]
    return slips, longer, both

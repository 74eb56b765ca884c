"""How a column writes levels, so that a corrected label is written as its neighbours are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from cxnlp.errors import InputDataError
from cxnlp.levels import NO_EVIDENCE, ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["notation_of"]

_FULL: Final = "★" * 5
"""Five stars look alike with and without the empty ones: they do not tell which way is meant."""


def notation_of(
    cells: Iterable[str],
    read: Callable[[str, str], int | None],
    words: Mapping[str, int] | None = None,
    *,
    numbers: bool = True,
) -> Callable[[int], str]:
    """How to write a level in a column: as its cells are written, else by the level's name.

    The commonest kind of cell tells (names, numbers, stars); of the words of that kind for a level,
    the one that the column has most often; else the one in the case of its cells.

    Args:
        cells: the column's cells; what is no level tells nothing.
        read: what a cell means, 0 to 6.
        words: what other values of the column mean, such as stars.
        numbers: whether a number may stand for the level itself.

    Returns:
        Writes 0 (no evidence) to 6 in a word that `read` takes for the same.

    >>> from cxnlp.reviewing.returned import parse_level
    >>> write = notation_of(["Desired ", "Basic", "none"], parse_level)
    >>> write(5), write(4), write(0)
    ('Surprising', 'Desired', 'none')
    >>> notation_of(["3.0", "4.0"], parse_level)(2)
    '2.0'
    """
    counts: Counter[str] = Counter()
    for word, count in Counter(cell.strip() for cell in cells).items():
        if word and _read(read, word) is not None:
            counts[word] += count
    kinds: Counter[str] = Counter()
    for word, count in counts.items():
        if word != _FULL:
            kinds.update({_kind(word): count, f"cased {_cased(word)}": count})

    def likeness(word: str) -> tuple[int, int, int]:
        return kinds[_kind(word)], counts[word], kinds[f"cased {_cased(word)}"]

    def write(level: int) -> str:
        told = [word for word in counts if _read(read, word) == level]
        told += [word for word, meant in (words or {}).items() if meant == level]
        names = [name for name in _names(level) if _read(read, name) == level]
        if numbers:
            names += [word for word in (f"{level}", f"{level}.0") if _read(read, word) == level]
        # The first of the most alike: a name where the column tells nothing of the level.
        best = max([*names, *told], key=likeness, default=_names(level)[0])
        return best if any(likeness(best)[:2]) else _names(level)[0]

    return write


def _names(level: int) -> tuple[str, ...]:
    if level == NO_EVIDENCE:
        # Not "None", which pandas reads as an empty cell.
        return ("none", "No evidence", "NONE")
    name = ServiceLevel(level).label
    return (name, name.capitalize(), name.upper())


_NAMES: Final = frozenset(
    name.lower() for level in range(len(ServiceLevel) + 1) for name in _names(level)
)


def _read(read: Callable[[str, str], int | None], word: str) -> int | None:
    try:
        return read(word, "")
    except InputDataError:
        return None


def _kind(word: str) -> str:
    """The shape of a cell, whatever its case: a name, or letters, numbers and stars in order."""
    return "name" if word.lower() in _NAMES else _cased(word).lower()


def _cased(word: str) -> str:
    letters = re.sub(r"[^\W\d_]+(?:[ _][^\W\d_]+)*", _case, word)
    return re.sub(r"(\d|★|☆)\1*", _one, re.sub(r"\d+", "9", letters))


def _case(found: re.Match[str]) -> str:
    word = found[0]
    if len(word) > 1 and word.isupper():
        return "AA"
    return "Aa" if word[0].isupper() else "aa"


def _one(found: re.Match[str]) -> str:
    return found[1]

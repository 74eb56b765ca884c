"""Slips of the pen: training texts are varied in ways that never change what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

__all__ = ["disturb", "some"]

_NEIGHBOURS: Final = dict(zip("aeionstrl", "sropmdytk", strict=True))
"""A key beside the one that was meant."""

_ENDS: Final = ("", ".", "!", "!!", "...")
_LETTERS_PER_SLIP: Final = 120


def disturb(text: str, random: Random) -> str:
    """Change case, end, punctuation, or a letter or two.

    >>> import random
    >>> disturb("The staff were kind.", random.Random(4)) != ""
    True
    """
    choice = random.random()
    if choice < 0.2:  # noqa: PLR2004 - shares of the five kinds
        return text.lower()
    if choice < 0.3:  # noqa: PLR2004
        return text.upper()
    if choice < 0.5:  # noqa: PLR2004
        return text.rstrip(" .!") + random.choice(_ENDS)
    if choice < 0.65:  # noqa: PLR2004
        return "".join(letter for letter in text if letter not in ",.;:'\"") or text
    letters = list(text)
    for _ in range(1 + len(letters) // _LETTERS_PER_SLIP if letters else 0):
        _slip(letters, random)
    return "".join(letters) or text


def _slip(letters: list[str], random: Random) -> None:
    place = random.randrange(len(letters))
    if not letters[place].isalpha():
        return
    kind = random.randrange(3)
    if kind == 0:
        letters[place] = _NEIGHBOURS.get(letters[place].lower(), letters[place])
    elif kind == 1:
        letters[place] = ""
    elif place + 1 < len(letters) and letters[place + 1].isalpha():
        letters[place], letters[place + 1] = letters[place + 1], letters[place]


def some(
    texts: Sequence[str], share: float, change: Callable[[str, Random], str], random: Random
) -> list[str]:
    """Change a share of the texts, drawn by `random`; a share of 0 draws nothing.

    >>> import random
    >>> some(["kind"], 1.0, lambda text, _: text.upper(), random.Random(1))
    ['KIND']
    """
    if not share:
        return list(texts)
    return [change(text, random) if random.random() < share else text for text in texts]

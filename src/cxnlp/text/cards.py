"""Card numbers: thirteen to nineteen figures whose last one is right."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mask_cards"]

_BETWEEN: Final = r" \u00a0\u202f./\u2010-\u2015\u2212-"
_RUN: Final = re.compile(
    rf"(?<!\d)(?:[3-6](?:[\n|_{_BETWEEN}]{{0,3}}\d){{12,18}}|\d(?:[{_BETWEEN}]{{0,3}}\d){{12,18}})(?!\d)"
)
"""Over the end of a line, a bar or a stroke only where it begins as the cards of most networks do:
years and times in a table begin with 0, 1 or 2.
"""
_GROUP: Final = re.compile(r"\d+")
_LEAST: Final = 13
_SMALLEST_GROUP: Final = 3
_PAIRED: Final = 16
"""Figures of a card that may be written in pairs or one by one."""
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def mask_cards(text: str) -> str:
    """Put `[CARD]` for each number that could be a card's, whatever stands before or after it.

    >>> mask_cards("Cardx4111111111111111, 4111.1111.1111.1111 12/27, 4111 1111 1111 1112")
    'Cardx[CARD], [CARD] 12/27, 4111 1111 1111 1112'
    """
    pieces: list[str] = []
    done = at = 0
    while found := _RUN.search(text, at):
        groups = list(_GROUP.finditer(text, found.start(), found.end()))
        end = _end_of_card(groups)
        if end:
            pieces += (text[done : found.start()], "[CARD]")
            done = at = end
        else:
            at = groups[0].end()
    return "".join((*pieces, text[done:]))


def _end_of_card(groups: list[re.Match[str]]) -> int:
    """Where the longest card number that these groups begin with ends; 0 where none does."""
    end = 0
    figures = ""
    grouped = alike = True
    for group in groups:
        figures += group[0]
        alike = alike and len(group[0]) == len(groups[0][0])
        written = grouped or (alike and len(figures) == _PAIRED)
        if len(figures) >= _LEAST and written and _is_valid(figures):
            end = group.end()
        grouped = grouped and len(group[0]) >= _SMALLEST_GROUP
    return end


def _is_valid(figures: str) -> bool:
    """Luhn's formula (ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in figures]
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(odd) + sum(_DOUBLED[digit] for digit in even)) % 10 == 0

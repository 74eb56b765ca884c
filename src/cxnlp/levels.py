"""Kaufman's six levels of service, their order and their meaning.

The order of the levels is written here and nowhere else: every array with a level axis runs from
`ServiceLevel.CRIMINAL` (index 0) to `ServiceLevel.UNBELIEVABLE` (index 5).

Source: R. Kaufman, *Uplifting Service* (2012), read through the codebook of this project.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from cxnlp.errors import ConfigurationError, InputDataError

__all__ = ["LEVEL_NAMES", "NO_EVIDENCE", "ServiceLevel", "parse_gold"]

NO_EVIDENCE: Final = 0
"""What gold files write for a text without a service experience. It is no level."""


class ServiceLevel(IntEnum):
    """One of Kaufman's six levels of service, worst first.

    Levels compare and sort as the integers 1 to 6.

    >>> ServiceLevel.BASIC < ServiceLevel.SURPRISING
    True
    >>> ServiceLevel.parse("Desired").label
    'desired'
    """

    CRIMINAL = 1
    BASIC = 2
    EXPECTED = 3
    DESIRED = 4
    SURPRISING = 5
    UNBELIEVABLE = 6

    @property
    def label(self) -> str:
        """The level's name as it stands in columns and reports: lower case."""
        return self.name.lower()

    @property
    def definition(self) -> str:
        """What a customer on this level conveys, in one sentence."""
        return _MEANING[self][0]

    @property
    def reaction(self) -> str:
        """What a customer on this level is likely to do next."""
        return _MEANING[self][1]

    @classmethod
    def parse(cls, value: object) -> ServiceLevel:
        """Read a level from its name in any case or its number 1 to 6.

        Raises:
            ConfigurationError: `value` names no level.

        >>> ServiceLevel.parse("6")
        <ServiceLevel.UNBELIEVABLE: 6>
        """
        if isinstance(value, str):
            word = value.strip()
            if word.upper() in cls.__members__:
                return cls[word.upper()]
            if word.isascii() and word.isdigit() and 1 <= int(word) <= len(cls):
                return cls(int(word))
        elif (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and value in (1, 2, 3, 4, 5, 6)
        ):
            return cls(int(value))
        raise ConfigurationError(
            "service level",
            found=repr(value),
            expected="one of " + ", ".join(f"{level.label} ({level:d})" for level in cls),
            hint="Rename the value, or map it in the configuration's `levels` table.",
        )


_MEANING: Final[dict[ServiceLevel, tuple[str, str]]] = {
    ServiceLevel.CRIMINAL: (
        "Even the minimum was violated: safety, honesty, courtesy, money or a core promise.",
        "Complains, warns others and never returns.",
    ),
    ServiceLevel.BASIC: (
        "Disappointing: less than one may expect, without a violation.",
        "Says nothing to the company, tells friends and stays away.",
    ),
    ServiceLevel.EXPECTED: (
        "Nothing special: adequate, average, or good and bad in balance.",
        "Returns only if nothing better is offered.",
    ),
    ServiceLevel.DESIRED: (
        "What the customer hopes for: satisfied and pleased.",
        "Comes back.",
    ),
    ServiceLevel.SURPRISING: (
        "More than the customer expected: an unasked extra, real delight.",
        "Comes back again and again.",
    ),
    ServiceLevel.UNBELIEVABLE: (
        "Astonishing and not to be forgotten: the best ever.",
        "Tells everyone.",
    ),
}

LEVEL_NAMES: Final[tuple[str, ...]] = tuple(level.label for level in ServiceLevel)
"""The six names in order, worst first."""

_NO_EVIDENCE_WORDS: Final = frozenset({"0", "0.0", "none", "no evidence", "no_evidence"})


def parse_gold(word: str, where: str, *, hint: str = "Correct the row.") -> int:
    """A label that a person gave: 1 to 6, or 0 for no evidence.

    Args:
        word: a level's name or number, or a word for no evidence; in any case.
        where: begins the error's message.
        hint: ends it.

    Raises:
        InputDataError: the word names neither.

    >>> parse_gold("Desired", "row 1"), parse_gold("3.0", "row 2"), parse_gold("none", "row 3")
    (4, 3, 0)
    """
    plain = word.strip().lower()
    if plain in _NO_EVIDENCE_WORDS:
        return NO_EVIDENCE
    try:
        return int(ServiceLevel.parse(plain.removesuffix(".0")))
    except ConfigurationError as error:
        raise InputDataError(
            where,
            found=f"the level {word.strip()[:40]!r}",
            expected=f"{error.expected}, or 0 for no evidence",
            hint=hint,
        ) from None

"""Which language a comment is written in, and whether the models read it.

Three steps, cheapest first: unmistakable English function words; the script; and py3langid for the
rest. Only a sure decision for another language makes a comment unsupported: short texts of unclear
language stay with the models. Thresholds: docs/decisions/2026-11-21-language.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from cxnlp.text.english import ENGLISH_MARKS, ENGLISH_WORDS, words_of
from cxnlp.text.scripts import script_language
from cxnlp.text.statistical import load_statistical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cxnlp.text.statistical import StatisticalIdentifier

__all__ = ["UNDETERMINED", "LanguageIdentifier"]

UNDETERMINED: Final = "und"
"""The ISO 639 code for a language that is not determined."""

_MARKS_SHARE: Final = 0.1
_WORDS_SHARE: Final = 0.5
_WORDS_NEEDED: Final = 3
_LETTERS_NEEDED: Final = 14
_BEGINNING: Final = 500
_NO_CHANCE: Final = 0.01
_LIKELY: Final = 0.3


@dataclass(frozen=True)
class LanguageIdentifier:
    """Tells languages apart.

    Attributes:
        supported: the ISO 639-1 codes that the models read.

    >>> LanguageIdentifier().identify(["The staff were very kind.", "Hm"])
    (['en', 'und'], [True, True])
    """

    supported: frozenset[str] = field(default=frozenset({"en"}))

    def identify(self, texts: Iterable[str]) -> tuple[list[str], list[bool]]:
        """Identify the languages of cleaned texts.

        Returns:
            The ISO 639-1 code of each text, `und` where unsure; and whether it is to be labelled,
            which holds for supported languages and for `und`.
        """
        texts = list(texts)
        codes = [self._cheaply(text) for text in texts]
        unclear = [place for place, code in enumerate(codes) if code is None]
        if unclear:
            chances = self._statistical.probabilities([texts[place] for place in unclear])
            for place, chance in zip(unclear, chances, strict=True):
                codes[place] = self._by_chance(texts[place], chance)
        told = [code or UNDETERMINED for code in codes]
        return told, [code == UNDETERMINED or code in self.supported for code in told]

    @cached_property
    def _statistical(self) -> StatisticalIdentifier:
        return load_statistical()

    def _cheaply(self, text: str) -> str | None:
        """The language, by words and script; None where only statistics can tell."""
        words = words_of(text[:_BEGINNING])
        marks = sum(map(ENGLISH_MARKS.__contains__, words))
        if marks and marks >= _MARKS_SHARE * len(words):
            return "en"
        if not text.isascii():
            code = script_language(text)
            if code is not None:
                return code or None
        if sum(map(ENGLISH_WORDS.__contains__, words)) >= _WORDS_SHARE * len(words) > 0:
            return "en"
        if len(words) < _WORDS_NEEDED or sum(map(len, words)) < _LETTERS_NEEDED:
            return UNDETERMINED
        return None

    def _by_chance(self, text: str, chances: dict[str, float]) -> str:
        """The language, by what statistics say; another than a supported one only where sure."""
        if not chances:
            return UNDETERMINED
        code = max(chances, key=chances.__getitem__)
        # Of a script that no supported language uses, even a guess among the others is sure.
        foreign = not text.isascii() and script_language(text) is not None
        if foreign or code in self.supported:
            return code
        supported = sum(chances[known] for known in self.supported if known in chances)
        sure = chances[code] >= _LIKELY and supported < _NO_CHANCE
        return code if sure else UNDETERMINED

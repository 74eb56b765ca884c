"""Which language a comment is written in, and whether the models read it.

Three steps, cheapest first: unmistakable English function words; the script; and py3langid for the
rest. Only a sure decision for another language makes a comment unsupported: short texts of unclear
language stay with the models. Thresholds: docs/decisions/2026-11-21-language.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.text.english import ENGLISH_MARKS, ENGLISH_WORDS, words_of
from cxnlp.text.scripts import in_ascii, script_language
from cxnlp.text.statistical import load_statistical
from cxnlp.text.word_counts import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

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
_CHEAPLY: Final = np.array(["en", UNDETERMINED, None], object)
_BLOCK: Final = 1024
"""Texts whose words are counted at once: few enough for the processor's caches."""


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
        codes = self._cheaply(texts)
        unclear = [place for place, code in enumerate(codes) if code is None]
        if unclear:
            statistical = load_statistical()
            chances = statistical.probabilities([texts[place] for place in unclear])
            told = self._by_chance(
                [texts[place] for place in unclear], chances, statistical.languages
            )
            for place, code in zip(unclear, told, strict=True):
                codes[place] = code
        sure = [code or UNDETERMINED for code in codes]
        return sure, [code == UNDETERMINED or code in self.supported for code in sure]

    def _cheaply(self, texts: list[str]) -> list[str | None]:
        """The languages, by words and script; None where only statistics can tell."""
        codes: list[str | None] = [None] * len(texts)
        beginnings: list[str] = []
        plain: list[int] = []
        for place, text in enumerate(texts):
            words = text if text.isascii() else in_ascii(text)
            if words is None:
                codes[place] = self._beyond_ascii(text)
            else:
                plain.append(place)
                beginnings.append(words[:_BEGINNING])
        told: list[str | None] = []
        for start in range(0, len(plain), _BLOCK):
            counts = count_words(beginnings[start : start + _BLOCK])
            all_words, marks = counts.words, counts.marks
            english = (marks > 0) & (marks >= _MARKS_SHARE * all_words)
            english |= (all_words > 0) & (counts.known >= _WORDS_SHARE * all_words)
            short = (all_words < _WORDS_NEEDED) | (counts.letters < _LETTERS_NEEDED)
            told += _CHEAPLY[np.where(english, 0, np.where(short, 1, 2))].tolist()
        if len(plain) == len(texts):
            return told
        for place, code in zip(plain, told, strict=True):
            codes[place] = code
        return codes

    def _beyond_ascii(self, text: str) -> str | None:
        words = words_of(text[:_BEGINNING])
        marks = sum(map(ENGLISH_MARKS.__contains__, words))
        if marks and marks >= _MARKS_SHARE * len(words):
            return "en"
        code = script_language(text)
        if code is not None:
            return code or None
        if sum(map(ENGLISH_WORDS.__contains__, words)) >= _WORDS_SHARE * len(words) > 0:
            return "en"
        if len(words) < _WORDS_NEEDED or sum(map(len, words)) < _LETTERS_NEEDED:
            return UNDETERMINED
        return None

    def _by_chance(
        self, texts: list[str], chances: NDArray[np.float64], known: tuple[str, ...]
    ) -> Iterator[str]:
        """The languages, by what statistics say; others than supported ones only where sure."""
        best = chances.argmax(axis=1)
        ours = [place for place, code in enumerate(known) if code in self.supported]
        supported = chances[:, ours].sum(axis=1)
        rows = np.arange(len(texts))
        sure = (chances[rows, best] >= _LIKELY) & (supported < _NO_CHANCE)
        for text, place, chance, is_sure in zip(
            texts, best.tolist(), chances[rows, best].tolist(), sure.tolist(), strict=True
        ):
            code = known[place]
            if not chance:
                yield UNDETERMINED
            # Of a script that no supported language uses, even a guess among the others is sure.
            elif (
                is_sure
                or code in self.supported
                or (not text.isascii() and script_language(text) is not None)
            ):
                yield code
            else:
                yield UNDETERMINED

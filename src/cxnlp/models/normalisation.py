"""What is done to a text before a scorer sees it: slips are mended, names become one name.

A level must not hang on who served and on where, nor on a letter too few. A name is told by its
capital: a word that customers write with one, and hardly ever without. What it gains:
docs/decisions/2026-11-22-robustness.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.models.words import blocks, split
from cxnlp.text.spelling import Spelling, stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.models.predictions import Scorer, Scores
    from cxnlp.models.words import Words

__all__ = ["NAME", "VOCABULARY", "NormalisedScorer", "Normaliser"]

VOCABULARY: Final = "vocabulary.json"
"""The file of a model folder that holds a normaliser; models without one read texts as they are."""

NAME: Final = "Sam"
"""What stands for every name: a short one that many people bear."""

_TOKEN: Final = re.compile(r"(?:[A-Za-z0-9'\u2019]|[^\x00-\x7f])+")
"""What `cxnlp.models.words.split` takes for a word of letters."""
_APOSTROPHE: Final = re.compile("['\u2019]")
_BEGINNING: Final = re.compile(r"(?:^|[.!?:\u2026\n])[\s\"'\u201c\u2018(\u2022*-]*$")
"""What stands before a word that has a capital for its place alone."""
_LOOK_BACK: Final = 12
_SHORT: Final = 2
"""Words of a text in which nothing is taken for a name."""
_ROW: Final = re.compile(rf"\b{NAME}(?: {NAME})+\b")


@dataclass(frozen=True)
class Normaliser:
    """Mends slips and puts one name for all names.

    Attributes:
        often: words that slips are mended to, most frequent first, in lower case.
        seen: further words that customers write in lower case: no names.
        known: further words that are no slips; some of them are names.

    >>> normaliser = Normaliser(("waiter", "was", "the", "slow"), ("rude",), ("anna",))
    >>> normaliser.normalise(["Anna was rude.", "The wiater Mehmet Kaya was SLOW"])
    ['Sam was rude.', 'The waiter Sam was SLOW']
    """

    often: tuple[str, ...]
    seen: tuple[str, ...]
    known: tuple[str, ...]

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Self | None:
        """From the files of a model folder; None where it holds none.

        Raises:
            ModelError: the file holds something else.
        """
        if VOCABULARY not in files:
            return None
        try:
            values = json.loads(files[VOCABULARY])
            lists = [tuple(values[name]) for name in ("often", "seen", "known")]
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(
                VOCABULARY,
                found=f"contents that cannot be read ({type(error).__name__})",
                expected="three lists of words: often, seen, known",
                hint="Train the model again.",
            ) from error
        return cls(*lists)

    def files(self) -> dict[str, bytes]:
        """The file of the model folder, by its name."""
        values = {"often": self.often, "seen": self.seen, "known": self.known}
        return {VOCABULARY: (json.dumps(values, ensure_ascii=False, indent=0) + "\n").encode()}

    def normalise(self, texts: Sequence[str]) -> list[str]:
        """Cleaned texts as a scorer shall see them, each by itself; twice is as once."""
        found = list(texts)
        for start, block in blocks(texts):
            words = split(block)
            tokens = self._touched(words)
            rows, first = np.unique(words.text[tokens], return_index=True)
            spans = np.stack([words.start, words.start + words.length], axis=1)[tokens]
            for row, own in zip(rows.tolist(), np.split(spans, first)[1:], strict=True):
                found[start + row] = self._rewritten(block[row], own.tolist())
        return found

    def _touched(self, words: Words) -> NDArray[np.int64]:
        """The tokens that may be slips or names: few, so that nothing walks through the others."""
        place = np.searchsorted(self._hashes, words.hashes)
        strange = self._hashes[np.minimum(place, len(self._hashes) - 1)] != words.hashes
        slip = np.zeros(len(words.hashes), np.bool_)
        begins = np.searchsorted(words.owner, np.arange(len(words.hashes) + 1))
        letters = words.letters.tobytes()
        for each in np.flatnonzero(strange).tolist():
            base = letters[begins[each] + 1 : begins[each + 1] - 1].decode().split("'", 1)[0]
            strange[each] = len(base) > 1 and base.isalpha() and not self._is_word(base)
            slip[each] = strange[each] and self.spelling.mended(base) is not None
        touched = slip[words.word] | (strange[words.word] & words.capital)
        return np.flatnonzero(touched & ~words.shouted)

    def _rewritten(self, text: str, spans: Sequence[tuple[int, int]]) -> str:
        if not text.isascii():
            # Bytes are no letters here.
            spans = [found.span() for found in _TOKEN.finditer(text)]
        # A text of a word or two is a verdict sooner than a name: "Magical", "Garbage food".
        names = len(text.split(maxsplit=_SHORT)) > _SHORT
        pieces: list[str] = []
        at = 0
        for start, end in spans:
            pieces += text[at:start], self._token(text, start, end, names=names)
            at = end
        return _ROW.sub(NAME, "".join([*pieces, text[at:]]))

    def _token(self, text: str, start: int, end: int, *, names: bool) -> str:
        token = text[start:end]
        base = _APOSTROPHE.split(token, maxsplit=1)[0]
        small, shouted = base.lower(), len(token) > 1 and token.isupper()
        if shouted or len(base) == 1 or not base.isalpha() or self._is_word(small):
            return token
        rest = token[len(base) :]
        if base[0].islower():
            return (self.spelling.mended(small) or base) + rest
        before = ("" if start <= _LOOK_BACK else "x") + text[max(0, start - _LOOK_BACK) : start]
        mended = self.spelling.mended(small) if _BEGINNING.search(before) else None
        if mended is None and not names:
            return token
        return (NAME if mended is None else mended.capitalize()) + rest

    def _is_word(self, word: str) -> bool:
        """Whether customers write the word in lower case, or another form of it."""
        return word in self._seen or any(stem in self._seen for stem in stems(word))

    @cached_property
    def spelling(self) -> Spelling:
        """The same words, as the vocabulary that slips are told by."""
        return Spelling(self.often, frozenset((*self.seen, *self.known)))

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset((*self.often, *self.seen))

    @cached_property
    def _hashes(self) -> NDArray[np.uint64]:
        # A number is no name either, and the table is never empty.
        return split([" ".join(("0", *self.often, *self.seen))]).hashes


@dataclass(frozen=True)
class NormalisedScorer:
    """A scorer that sees normalised texts.

    Attributes:
        normaliser: what it looks through.
        scorer: the scorer itself.
    """

    normaliser: Normaliser
    scorer: Scorer

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        return self.scorer.score(self.normaliser.normalise(texts))

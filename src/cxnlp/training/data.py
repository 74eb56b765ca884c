"""Texts with levels: read, cleaned and checked before anything learns from them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.levels import ServiceLevel, parse_gold
from cxnlp.text import clean_all
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training.config import DataSettings

__all__ = ["LabelledTexts", "check_levels", "digest_rows", "level_of", "read_labelled", "without"]

_WORD: Final = re.compile(r"\w+")

_YES = {"true", "1", "yes"}
_SHOWN = 7
"""Values with a meaning that an error lists."""


@dataclass(frozen=True)
class LabelledTexts:
    """Texts with levels: n rows.

    Attributes:
        name: the file's name.
        texts: cleaned, none of them empty.
        levels: 1 to 6, or 0 for no evidence. Shape (n,), int64.
        sources: where each text is from. Shape (n,), str; one empty name for all if not known.
        enriched: picked for its level, hence of another mix. Shape (n,), bool.
        empty: rows that were left out because nothing was left of their text.

    >>> none = np.full(2, ""), np.zeros(2, bool)
    >>> data = LabelledTexts("made-up", ("Late.", "Kind."), np.array([2, 4]), *none)
    >>> data.rows(data.levels > 2).texts
    ('Kind.',)
    """

    name: str
    texts: tuple[str, ...]
    levels: NDArray[np.int64]
    sources: NDArray[np.str_]
    enriched: NDArray[np.bool_]
    empty: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def digest(self) -> str:
        """SHA-256 of texts and levels in their order."""
        return digest_rows(self.texts, self.levels)

    def rows(self, chosen: NDArray[np.bool_]) -> LabelledTexts:
        """Only the chosen rows. `chosen` has shape (n,)."""
        return LabelledTexts(
            self.name,
            tuple(self.texts[place] for place in np.flatnonzero(chosen)),
            self.levels[chosen],
            self.sources[chosen],
            self.enriched[chosen],
            self.empty,
        )

    def joined(self, other: LabelledTexts) -> LabelledTexts:
        """These rows, then those of `other` whose text is not among them."""
        own = frozenset(self.texts)
        added = other.rows(np.array([text not in own for text in other.texts], bool))
        return LabelledTexts(
            f"{self.name} + {added.name}",
            (*self.texts, *added.texts),
            np.concatenate([self.levels, added.levels]),
            np.concatenate([self.sources, added.sources]),
            np.concatenate([self.enriched, added.enriched]),
            self.empty + added.empty,
        )


def digest_rows(texts: Sequence[str], answers: NDArray[np.generic]) -> str:
    """SHA-256 of texts and their answers in order: the identity of what was learned from.

    >>> digest_rows(["Late."], np.array([2])) == digest_rows(["Late."], np.array([3]))
    False
    """
    total = hashlib.sha256()
    for text in texts:
        total.update(hashlib.sha256(text.encode(errors="surrogatepass")).digest())
    total.update(np.ascontiguousarray(answers).tobytes())
    return total.hexdigest()


def read_labelled(
    path: str | Path,
    settings: DataSettings,
    *,
    hint: str = "Correct the row, or say what the value means under [data.levels].",
) -> LabelledTexts:
    """Read a table of texts with levels.

    Args:
        path: the table.
        settings: its columns, and what values of its level column mean.
        hint: what to do about an unknown level.

    Raises:
        InputDataError: the table cannot be read, lacks a column, or has an unknown level; rows are
            counted from 1, without the header.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from cxnlp.training.config import DataSettings
    >>> with tempfile.TemporaryDirectory() as place:
    ...     table = Path(place) / "gold.jsonl"
    ...     _ = table.write_text('{"text": "Late again.", "level": "basic"}')
    ...     read_labelled(table, DataSettings()).levels.tolist()
    [2]
    """
    wanted = [settings.text, settings.level]
    wanted += [column for column in (settings.source, settings.enriched) if column]
    found = read_columns(path, wanted)
    levels = [
        level_of(value, settings, f"{path}, row {row + 1}, column {settings.level}", hint=hint)
        for row, value in enumerate(found[settings.level])
    ]
    texts = clean_all(["" if text is None else str(text) for text in found[settings.text]])
    count = len(texts)
    sources = found[settings.source] if settings.source else [""] * count
    enriched = found[settings.enriched] if settings.enriched else ["false"] * count
    full = np.array([bool(text) for text in texts])
    return LabelledTexts(
        str(path).replace("\\", "/").rsplit("/", 1)[-1],
        tuple(text for text in texts if text),
        np.array(levels, np.int64)[full],
        np.array([str(source) for source in sources])[full],
        np.array([str(value).strip().lower() in _YES for value in enriched])[full],
        empty=int((~full).sum()),
    )


def level_of(value: object, settings: DataSettings, where: str, *, hint: str) -> int:
    """The level that a cell stands for, 1 to 6, or 0 for no evidence.

    Raises:
        InputDataError: it stands for none; the message begins with `where` and ends with `hint`.

    >>> from cxnlp.training.config import DataSettings
    >>> level_of("5 stars", DataSettings(levels={"5 stars": 5}), "", hint="")
    5
    """
    word = "" if value is None else str(value).strip()
    if word in settings.levels:
        return settings.levels[word]
    if settings.levels_by_number or not _is_number(word):
        return parse_gold(word, where, hint=hint)
    raise InputDataError(
        where,
        found=f"the number {word[:40]!r}, which stands for no level",
        expected=f"one of {', '.join(list(settings.levels)[:_SHOWN])} …, or a level's name",
        hint=hint,
    )


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def check_levels(
    data: LabelledTexts,
    least: int,
    *,
    hint: str = "Label more texts of this level; a model cannot learn what it never saw.",
) -> None:
    """Refuse data in which a level has fewer than `least` texts.

    Args:
        data: texts with levels.
        least: texts that each level needs.
        hint: what to do, a sentence.

    Raises:
        InputDataError: a level is empty or nearly so.

    >>> one = np.array([""]), np.array([False])
    >>> data = LabelledTexts("gold.csv", ("Late again.",), np.array([2]), *one)
    >>> check_levels(data, least=1)
    Traceback (most recent call last):
    ...
    cxnlp.errors.InputDataError: gold.csv, level criminal (1): found 0 texts; expected at least 1...
    """
    for level in ServiceLevel:
        count = int((data.levels == level).sum())
        if count < least:
            raise InputDataError(
                f"{data.name}, level {level.label} ({level:d})",
                found=f"{count} texts",
                expected=f"at least {least}",
                hint=hint,
            )


def without(data: LabelledTexts, texts: Collection[str]) -> tuple[LabelledTexts, int]:
    """Leave out the rows whose text is among `texts`; also gives how many those were.

    Texts are the same whose words are: other capitals, marks and blanks make no other text.

    Args:
        data: n texts with levels.
        texts: cleaned texts that must not be learned from.

    >>> one = np.array([""]), np.array([False])
    >>> data = LabelledTexts("gold.csv", ("Late again.",), np.array([2]), *one)
    >>> rest, left_out = without(data, {"late again!"})
    >>> len(rest), left_out
    (0, 1)
    """
    taken = frozenset(map(_words_alone, texts))
    kept = np.array([_words_alone(text) not in taken for text in data.texts], bool)
    return data.rows(kept), int((~kept).sum())


def _words_alone(text: str) -> str:
    """A text's words in small letters; the text itself where it has none."""
    return " ".join(_WORD.findall(text.casefold())) or text

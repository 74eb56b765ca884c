"""Gold tables: texts with levels, and the columns by which rows are sliced and clustered."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.metrics.slices import MOST_SLICES, length_bands, slice_rows
from cxnlp.reviewing.sheet import level_word
from cxnlp.sources import open_source
from cxnlp.text import LanguageIdentifier, clean_all
from cxnlp.training import LabelledTexts, read_labelled
from cxnlp.training.config import DataSettings
from cxnlp.training.data import level_of
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "GoldTable",
    "judged_rows",
    "judged_slices",
    "meaning_of",
    "read_gold",
    "refuse_twins",
    "stars",
]

_ALWAYS: Final = ("source", "channel")
"""Columns that cut slices wherever a table has them."""

_NAMED: Final = 5
"""Empty slices that are named."""
_MAPPED: Final = 20
"""Values whose meaning is told in words."""

_UNKNOWN: Final = "Correct the row, or say what the value means with --level-map VALUE=LEVEL."
_STARRED: Final = (
    "--stars takes one to five; say what another value means with --level-map VALUE=LEVEL."
)


def stars(levels: Mapping[str, int] | None = None) -> dict[str, int]:
    """What ratings of one to five stars mean: one level each, from criminal to surprising.

    No number of stars means *unbelievable*. Texts of one to five stars have a mean gold level of
    1.6, 1.8, 2.5, 3.7 and 4.5 (measured: docs/decisions/2026-11-21-stars.md): three stars are
    often given for a disappointment.

    Args:
        levels: other meanings, by the number of stars.

    >>> stars()["4 stars"], stars({"5": 4})["★★★★★"]
    (4, 4)
    """
    found: dict[str, int] = {}
    for number in range(1, 6):
        level = (levels or {}).get(str(number), number)
        plural = "star" if number == 1 else "stars"
        words = (f"{number}", f"{number}.0", f"{number} {plural}", f"{number}/5", "★" * number)
        found |= dict.fromkeys((*words, "★" * number + "☆" * (5 - number)), level)
    return found


@dataclass(frozen=True)
class GoldTable:
    """Texts with levels and what else is known of them: n rows.

    Attributes:
        labelled: texts and levels.
        ids: the id of each row; its number, counted from 1, where the table has none. They may
            repeat (`refuse_twins`). Shape (n,).
        slices: values by which the rows are cut, by name. Shape (n,) each.
        clusters: a customer or source for each row; None where not asked for. Shape (n,).
        meaning: what was taken for which level, 0 to 6, of the values that the table has and that
            a mapping names.
    """

    labelled: LabelledTexts
    ids: NDArray[np.str_]
    slices: Mapping[str, NDArray[np.str_]]
    clusters: NDArray[np.str_] | None
    meaning: Mapping[str, int] = field(default_factory=dict)

    @property
    def mapping(self) -> str:
        """The levels that values were taken for, in words; empty where none was mapped."""
        told = [
            f"{value} = {level_word(level)}"
            for value, level in sorted(self.meaning.items(), key=lambda pair: (pair[1], pair[0]))
        ]
        more = f" and {len(told) - _MAPPED} more" if len(told) > _MAPPED else ""
        return ", ".join(told[:_MAPPED]) + more


def read_gold(
    path: str | Path,
    settings: DataSettings | None = None,
    *,
    id_column: str | None = None,
    slices: Sequence[str] = (),
    clusters: str | None = None,
) -> GoldTable:
    """Read a table of texts with levels.

    Rows are always sliced by length and language, and by source and channel where the table has
    such columns.

    Args:
        path: a CSV, TSV, JSONL or Parquet file.
        settings: names of its columns, and what values of the level column mean.
        id_column: column of the ids; `id` where there is one.
        slices: further columns to slice by.
        clusters: column whose equal values belong together, such as the customer.

    Raises:
        InputDataError: the table cannot be read, lacks a column, or has an unknown level.
    """
    settings = settings or DataSettings()
    names = open_source(str(path)).columns
    options: list[tuple[str | None, str]] = [
        (settings.text, "--text-column"),
        (settings.level, "--level-column"),
    ]
    options += [(name, "--slice, or as one of the gate's `slices`") for name in slices]
    options += [(id_column, "--id-column"), (clusters, "--cluster")]
    _refuse_absent(path, names, options)
    if settings.source is None and "source" in names:
        settings = settings.model_copy(update={"source": "source"})
    if settings.enriched is None and "enriched" in names:
        settings = settings.model_copy(update={"enriched": "enriched"})
    hint = _UNKNOWN if settings.levels_by_number else _STARRED
    labelled = read_labelled(path, settings, hint=hint)
    chosen = id_column or ("id" if "id" in names else None)
    cut = dict.fromkeys([*(name for name in _ALWAYS if name in names), *slices])
    if settings.source:
        cut[settings.source] = None
    wanted = [settings.text, settings.level, *cut, *(n for n in (chosen, clusters) if n)]
    found = read_columns(path, list(dict.fromkeys(wanted)))
    texts = clean_all(["" if text is None else str(text) for text in found[settings.text]])
    full = np.array([bool(text) for text in texts])
    values = {
        name: np.array(["" if cell is None else str(cell) for cell in cells])[full]
        for name, cells in found.items()
    }
    ids = values[chosen] if chosen else (np.flatnonzero(full) + 1).astype(str)
    languages = np.array(LanguageIdentifier().identify(labelled.texts)[0])
    return GoldTable(
        labelled,
        ids,
        {name: _names(values[name]) for name in cut}
        | {"length": length_bands(labelled.texts), "language": languages},
        values[clusters] if clusters else None,
        {
            word: settings.levels[word]
            for word in {str(word).strip() for word in values[settings.level]}
            if word in settings.levels
        },
    )


def judged_rows(data: LabelledTexts) -> NDArray[np.bool_]:
    """The rows with a level 1 to 6. Shape (n,).

    Raises:
        InputDataError: there is none.
    """
    if not len(data):
        raise InputDataError(
            data.name,
            found="no row with a text",
            expected="texts with levels",
            hint="Name the column of texts with --text-column.",
        )
    judged: NDArray[np.bool_] = data.levels > 0
    if not judged.any():
        raise InputDataError(
            data.name,
            found="no row with a level 1 to 6",
            expected="rows to judge by",
            hint="Label some rows first; 0 means that a text tells of no service experience.",
        )
    return judged


def judged_slices(
    table: GoldTable, judged: NDArray[np.bool_], say: Callable[[str], None]
) -> dict[str, NDArray[np.bool_]]:
    """The judged rows of every slice, by the slice's name; slices without any are told.

    Args:
        table: the table.
        judged: rows with a level. Shape (n,).
        say: is told which slices are left out.
    """
    for name, values in table.slices.items():
        many = len(np.unique(values))
        if many > MOST_SLICES:
            say(f"Of the {many} slices by {name} only the {MOST_SLICES} largest are looked at")
    cut = {name: rows & judged for name, rows in slice_rows(table.slices)}
    empty = [name for name, rows in cut.items() if not rows.any()]
    if empty:
        more = f" and {len(empty) - _NAMED} more" if len(empty) > _NAMED else ""
        say(f"Left out, for no row of theirs has a level: {', '.join(empty[:_NAMED])}{more}")
    return {name: rows for name, rows in cut.items() if rows.any()}


def _names(values: NDArray[np.str_]) -> NDArray[np.str_]:
    """Values that stand on one line, without what a terminal would obey."""
    kept, place = np.unique(values, return_inverse=True)
    plain = [" ".join(value.split()) for value in clean_all(kept.tolist())]
    named: NDArray[np.str_] = np.array(plain, dtype=np.str_)[place]
    return named


def refuse_twins(table: GoldTable) -> None:
    """Refuse a table whose rows cannot be told apart by their ids, where corrections come back.

    Raises:
        InputDataError: an id is empty, or stands in two rows.
    """
    found, counts = np.unique(table.ids, return_counts=True)
    empty = sum(not name.strip() for name in table.ids.tolist())
    twins = found[counts > 1]
    if empty or len(twins):
        raise InputDataError(
            f"{table.labelled.name}, ids",
            found=f"{empty} rows without an id"
            if empty
            else f"{len(twins)} ids that stand in more than one row, such as "
            f"{str(twins[0])[:40]!r}",
            expected="an id for each row, by which corrections find it again",
            hint="Correct the ids, or name another column with --id-column.",
        )


def meaning_of(settings: DataSettings) -> Callable[[str, str], int | None]:
    """What a cell of the level column means: 0 to 6, None where it is empty.

    >>> meaning_of(DataSettings(levels=stars()))("4 stars", "row 1")
    4
    """

    def read(word: str, where: str) -> int | None:
        return level_of(word, settings, where, hint=_UNKNOWN) if word.strip() else None

    return read


def _refuse_absent(
    path: str | Path, names: Sequence[str], wanted: Iterable[tuple[str | None, str]]
) -> None:
    for column, option in wanted:
        if column is not None and column not in names:
            near = difflib.get_close_matches(column, names, n=1)
            meant = f"Did you mean {near[0]}? " if near else ""
            raise InputDataError(
                path,
                found=f"no column {column!r} among " + ", ".join(names)[:300],
                expected=f"the column {column!r}",
                hint=f"{meant}Name it with {option}.",
            )

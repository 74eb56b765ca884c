"""Annotations that were added later: levels and aspects by the text's digest, never the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.levels import parse_gold
from cxnlp.text import clean_all
from cxnlp.training.data import LabelledTexts
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.training.config import AnnotationSettings

__all__ = ["ASPECT_COLUMNS", "Annotated", "key_of", "read_annotated"]

ASPECT_COLUMNS: Final = ("dimensions", "touchpoints", "stages")
"""Columns of a table of annotations beside `key` and `level`."""


@dataclass(frozen=True)
class Annotated:
    """Texts of other tables with levels and aspects.

    Attributes:
        data: n texts with levels, each one once and all of them marked as picked.
        letters: dimensions, touchpoints and stages of each text in the codebook's letters.
    """

    data: LabelledTexts
    letters: tuple[tuple[str, str, str], ...]


def key_of(text: str) -> str:
    """The key of a text: SHA-256 of it as written, in hexadecimal.

    >>> key_of("The room was cold.")[:12]
    'e4e1a04f487a'
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def read_annotated(settings: AnnotationSettings, home: Path) -> Annotated:
    """Look up the annotated texts in the tables that hold them.

    Args:
        settings: the table of annotations, and the tables of texts.
        home: folder from which the paths are told.

    Raises:
        InputDataError: a table cannot be read, a level is unknown, or a text is not found.
    """
    path = home / settings.file
    table = read_columns(path, ["key", "level", *ASPECT_COLUMNS])
    place = {str(key): row for row, key in enumerate(table["key"])}
    rows: dict[str, int] = {}
    sources: list[str] = []
    for file in settings.texts:
        raw = [str(text or "") for text in read_columns(home / file, ["text"])["text"]]
        for text, cleaned in zip(raw, clean_all(raw), strict=True):
            row = place.pop(key_of(text), None)
            if row is not None and cleaned and cleaned not in rows:
                rows[cleaned] = row
                sources.append(PurePath(file).stem)
    if place:
        raise InputDataError(
            path,
            found=f"{len(place)} annotations of texts that stand in no table",
            expected="a text for each",
            hint="Name all tables with annotated texts under [annotated].",
        )
    levels = [
        parse_gold(str(table["level"][row]), f"{path}, row {row + 1}, column level")
        for row in rows.values()
    ]
    letters = tuple(
        (str(table["dimensions"][row]), str(table["touchpoints"][row]), str(table["stages"][row]))
        for row in rows.values()
    )
    data = LabelledTexts(
        path.name,
        tuple(rows),
        np.array(levels, np.int64),
        np.array(sources, np.str_),
        np.ones(len(rows), np.bool_),
    )
    return Annotated(data, letters)

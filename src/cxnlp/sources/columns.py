"""Which column serves for what: chosen by the user or guessed by name, and always said."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.errors import CxnlpError, InputDataError, UsageError
from cxnlp.schema import METADATA_TYPES, labels_schema
from cxnlp.sources.synonyms import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ColumnChoice", "choose_columns"]

_SHOWN: Final = 30
_LONGEST_NAME, _MOST_WORDS = 60, 5
"""A longer name of a column reads like a comment."""
_BETWEEN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class ColumnChoice:
    """What each column of the source serves for.

    Attributes:
        text: the column of comments.
        id: the column of identifiers; None: file name and row number serve instead.
        metadata: standard name -> source column.
        keep: columns that are passed through.
        left: columns that are not used.
        guessed: the source columns that were chosen by name, not by the user.
    """

    text: str
    id: str | None
    metadata: Mapping[str, str]
    keep: tuple[str, ...]
    left: tuple[str, ...]
    guessed: frozenset[str]

    def describe(self) -> str:
        """The lines that the command prints: what was taken for what, and what was left.

        >>> print(choose_columns(["Review Text", "Stars", "colour"]).describe())
        text      Review Text (guessed)
        id        none: file name and row number
        csat      Stars (guessed)
        left      colour
        """
        lines = [("text", self._named(self.text))]
        lines.append(("id", self._named(self.id) if self.id else "none: file name and row number"))
        lines += [(name, self._named(column)) for name, column in self.metadata.items()]
        if self.keep:
            lines.append(("kept", ", ".join(self.keep)))
        lines.append(("left", ", ".join(self.left) or "none"))
        width = max(9, *(len(name) for name, _ in lines))
        return "\n".join(f"{name:<{width}} {words}" for name, words in lines)

    def _named(self, column: str) -> str:
        return f"{column} (guessed)" if column in self.guessed else column


def choose_columns(
    columns: Sequence[str],
    *,
    text: str | None = None,
    id: str | None = None,  # noqa: A002 - the run's own word
    mapping: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    alone: bool = True,
) -> ColumnChoice:
    """Choose the columns; what the user names goes first, the rest is guessed from `SYNONYMS`.

    Args:
        columns: the source's columns.
        text: the column of comments.
        id: the column of identifiers.
        mapping: standard name -> source column; an empty column name means none.
        keep: columns to pass through.
        alone: whether a single column is the comments, whatever it is called.

    Raises:
        UsageError: `mapping` has a name that is no standard column, or names are used twice.
        InputDataError: a column that is named is not there, or no column looks like comments.

    >>> found = choose_columns(["comment", "customer_id", "channel", "colour"])
    >>> found.text, sorted(found.metadata), found.left
    ('comment', ['channel', 'customer'], ('colour',))
    """
    given = dict(mapping or {})
    text = given.pop("text", text)
    identifier = given.pop("id", id)
    for name in given:
        _standard(name)
    for column in (text, identifier, *given.values(), *keep):
        if column:
            _present(column, columns)
    _once(text, identifier)
    guess = _Guess(columns, {column for column in (text, identifier, *given.values()) if column})
    if not text:
        text = guess.take("text") or (_only(columns) if alone else None)
        if text is None:
            raise _no_text(columns)
        guess.guessed.add(text)
        guess.taken.add(text)
    if identifier is None:
        identifier = guess.take("id")
    chosen = {name: given[name] if name in given else guess.take(name) for name in METADATA_TYPES}
    metadata = {name: column for name, column in chosen.items() if column}
    used = {text, identifier, *metadata.values(), *keep}
    return ColumnChoice(
        text=text,
        id=identifier or None,
        metadata=dict(metadata),
        keep=_kept(keep, {"text": text, "id": identifier, **metadata}),
        left=tuple(column for column in columns if column not in used),
        guessed=frozenset(guess.guessed),
    )


class _Guess:
    """The columns still free, by their names without case and punctuation."""

    def __init__(self, columns: Sequence[str], taken: set[str]) -> None:
        self.taken = taken
        self.guessed: set[str] = set()
        self._plain: dict[str, str] = {}
        for column in columns:
            self._plain.setdefault(_plain(column), column)

    def take(self, name: str) -> str | None:
        for synonym in (name, *SYNONYMS[name]):
            column = self._plain.get(_plain(synonym))
            if column is not None and column not in self.taken:
                self.taken.add(column)
                self.guessed.add(column)
                return column
        return None


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name.casefold())


def _only(columns: Sequence[str]) -> str | None:
    """A single column can only be the comments, unless its name is a comment itself."""
    return columns[0] if len(columns) == 1 and not _is_comment(columns[0]) else None


def _is_comment(name: str) -> bool:
    """Whether a column's name reads like the first row of a file without a header.

    The question of a survey may be a name.
    """
    if "@" in name:
        return True
    asked = name.rstrip().endswith(("?", ":"))
    return not asked and (len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS)


def _shown(name: str) -> str:
    """A column's name for a message; never what may be a comment."""
    return f"a name of {len(name)} characters" if _is_comment(name) else repr(name)


def _standard(name: str) -> None:
    if name in METADATA_TYPES:
        return
    near = difflib.get_close_matches(name, METADATA_TYPES, n=1)
    raise UsageError(
        "--map",
        found=f"the name {name!r}",
        expected="one of " + ", ".join(("text", "id", *METADATA_TYPES)),
        hint=f"Did you mean {near[0]}?" if near else "Use --keep to pass a column through.",
    )


def _present(column: str, columns: Sequence[str]) -> None:
    if column in columns:
        return
    plain = {_plain(name): name for name in columns}
    near = plain.get(_plain(column)) or next(
        (plain[name] for name in difflib.get_close_matches(_plain(column), plain, n=1)), None
    )
    raise InputDataError(
        "columns",
        found=f"no column {column!r} among {_listed(columns)}",
        expected=f"the column {column!r}",
        hint=f"Did you mean {near!r}?" if near else "Name one of the columns found.",
    )


def _kept(keep: Sequence[str], taken: Mapping[str, str | None]) -> tuple[str, ...]:
    """The columns to pass through, each once, without those that stand in a run anyway."""
    own = {*labels_schema(METADATA_TYPES, aspects=True).names}
    kept = tuple(name for name in dict.fromkeys(keep) if taken.get(name) != name)
    for name in kept:
        if name in own:
            raise UsageError(
                "columns",
                found=f"the column {name!r} to keep, a name that a run uses itself",
                expected="another name",
                hint="Rename the column in the source, then keep it under that name.",
            )
    return kept


def _once(text: str | None, identifier: str | None) -> None:
    if text and text == identifier:
        raise UsageError(
            "columns",
            found=f"the column {text!r} for both text and id",
            expected="two columns",
            hint="Leave the id column out: file name and row number serve instead.",
        )


def _no_text(columns: Sequence[str]) -> CxnlpError:
    words = {_plain(name): name for name in SYNONYMS["text"]}
    near = next(
        (
            column
            for column in columns
            if difflib.get_close_matches(_plain(column), words, n=1, cutoff=0.7)
            or any(word in _plain(column) for word in ("comment", "text", "review", "feedback"))
        ),
        None,
    )
    hint = f"The nearest is {near!r}: --text-column {near!r}." if near else "Use --text-column."
    if any(map(_is_comment, columns)):
        hint = (
            "The first line seems to hold a comment: put a line with the columns' names before it."
        )
        near = None
    return InputDataError(
        "columns",
        found=f"no column of comments among {_listed(columns)}",
        expected="a column such as " + ", ".join(SYNONYMS["text"][:6]),
        hint=hint,
    )


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(map(_shown, columns[:_SHOWN]))
    return shown if len(columns) <= _SHOWN else f"{shown} and {len(columns) - _SHOWN} more"

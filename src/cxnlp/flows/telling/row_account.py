"""The account of one row of a run: its outcome, what gave it, its words, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import CxnlpError, RunFolderError, UsageError
from cxnlp.labelling import explain
from cxnlp.models import load
from cxnlp.runs import chain

if TYPE_CHECKING:
    from cxnlp.runs import Run

__all__ = ["account_of"]

_HISTORY: Final = ("row", "id", "level", "level_name", "status")


def account_of(run: Run, row: int) -> dict[str, Any]:
    """Everything that is known of a source row.

    Args:
        run: the run.
        row: the row, counted from 0 in the source.

    Returns:
        `outcome`; the columns of its row in `labels/` or `rejected/`; source, model and settings;
        `words`: the words that carried the label, strongest first; `history`: its labels in this
        run and in those that it builds on, newest first; `history_missing`: which earlier run is
        gone, if one is.

    Raises:
        UsageError: the run has no such row.
        RunFolderError: a part is missing or damaged.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> from cxnlp.runs import open_run
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again.", "n/a"], Path(place) / "run", model="levels-fast")
    ...     found = account_of(open_run(made.folder), 1)
    >>> found["outcome"], found["reason"]
    ('rejected', 'empty')
    """
    index = row // run.manifest.part_size
    ledger = run.part("ledger", index) if 0 <= index < run.part_count else None
    entry = [] if ledger is None else ledger.filter(pc.equal(ledger["row"], row)).to_pylist()
    if not entry:
        raise UsageError(
            run.folder,
            found=f"no row {row}",
            expected="a row of the source, counted from 0",
            hint="`cxnlp show RUN` tells how many rows were read.",
        )
    outcome = entry[0]["outcome"]
    found: dict[str, Any] = {"row": row}
    if outcome != "already":
        table = run.part(outcome, index)
        found = table.filter(pc.equal(table["row"], row)).to_pylist()[0]
    manifest = run.manifest
    return {
        "outcome": outcome,
        **found,
        "source": manifest.source.uri,
        "source_digest": manifest.source.digest,
        "model": manifest.model.name,
        "model_digest": manifest.model.digest,
        "config_digest": manifest.config_digest,
        "settings": manifest.settings,
        **_words(run, found),
        **({"history": []} if outcome == "rejected" else _history(run, entry[0])),
    }


def _words(run: Run, found: dict[str, Any]) -> dict[str, Any]:
    """The words that carried a label, where text and model are at hand."""
    if "level" not in found:
        return {}
    if found.get("text") is None:
        return {"words": None, "words_missing": "the run holds no texts (--no-text)"}
    try:
        model = load(run.manifest.model.folder or run.manifest.model.name)
    except CxnlpError:
        return {"words": None, "words_missing": "the model cannot be loaded any more"}
    if model.digest != run.manifest.model.digest:
        return {"words": None, "words_missing": "the model has changed since"}
    words = explain(model, found["text"])
    return {"words": [{"word": word.word, "shift": word.shift} for word in words]}


def _history(run: Run, entry: dict[str, Any]) -> dict[str, Any]:
    """The labels of a comment along the chain: by its id where the source has ids, else by digest.

    An id is compared by the digest in the ledger, which a row that was left out has, too. Where an
    earlier run is not where it was, the labels down to it are told, and that it is missing.
    """
    key = "id_digest" if run.manifest.columns.get("id") else "comment_digest"
    wanted = np.uint64(entry[key])
    found: list[dict[str, Any]] = []
    links = chain(run)
    while True:
        try:
            link = next(links)
        except StopIteration:
            return {"history": found}
        except RunFolderError as error:
            missing = f"{error.where} and what it builds on: found {error.found}"
            return {"history": found, "history_missing": missing}
        found += [
            {
                "run": str(link.folder.resolve()),
                "model": link.manifest.model.name,
                "model_digest": link.manifest.model.digest,
                **label,
            }
            for index in range(link.part_count)
            for label in _labels(link, index, key, wanted)
        ]


def _labels(run: Run, index: int, key: str, wanted: np.uint64) -> list[dict[str, Any]]:
    ledger = run.part("ledger", index, ["row", key])
    mine = ledger.filter(pa.array(ledger[key].to_numpy() == wanted))
    if not len(mine):
        return []
    labels = run.part("labels", index, list(_HISTORY))
    found: list[dict[str, Any]] = labels.filter(pc.is_in(labels["row"], mine["row"])).to_pylist()
    return found

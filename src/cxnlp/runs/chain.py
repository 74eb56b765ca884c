"""Runs that build on each other (`--since`), and the comments that they have labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from cxnlp.errors import RunFolderError
from cxnlp.runs.folder import Run, open_finished
from cxnlp.runs.made_up import are_made_up
from cxnlp.schema import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["KnownComments", "chain", "known_comments", "known_rejections"]

_LEDGER: Final = ["row", "id_digest", "comment_digest", "outcome"]


class KnownComments:
    """Comments that were labelled before, in twelve bytes each, every one to be met once.

    A comment is known by an 8-byte digest; two that are alike in all that was digested (the same
    "Good." without an id, twice) are two comments, so each digest is known as often as it was
    labelled.

    Args:
        digests: one per labelled comment, in any order. Shape (n,), uint64.

    >>> known = KnownComments(np.array([7, 7, 9], np.uint64))
    >>> known.take(np.array([7, 8, 7, 7, 9], np.uint64)).tolist()
    [True, False, True, False, True]
    """

    def __init__(self, digests: NDArray[np.uint64]) -> None:
        self._digests, counts = np.unique(digests, return_counts=True)
        self._left = counts.astype(np.uint32)

    def __len__(self) -> int:
        return len(self._digests)

    def take(self, digests: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each comment was labelled before; what is found is used up.

        Args:
            digests: the next comments of the source, in order. Shape (n,).

        Returns:
            Shape (n,). Equal to the answer of a loop over the comments, one by one.
        """
        if not len(self._digests) or not len(digests):
            return np.zeros(len(digests), np.bool_)
        met, first, group, times = np.unique(
            digests, return_index=True, return_inverse=True, return_counts=True
        )
        del first
        place = np.minimum(np.searchsorted(self._digests, met), len(self._digests) - 1)
        left = np.where(self._digests[place] == met, self._left[place], 0)
        order = np.argsort(group, kind="stable")
        rank = np.empty(len(digests), np.int64)
        rank[order] = np.arange(len(digests)) - np.repeat(np.cumsum(times) - times, times)
        used = np.minimum(left, times)
        found = self._digests[place] == met
        self._left[place[found]] -= used[found].astype(np.uint32)
        known: NDArray[np.bool_] = rank < left[group]
        return known


def chain(run: Run) -> Iterator[Run]:
    """`run`, the run that it builds on, the one before that, and so on.

    Args:
        run: the latest.

    Raises:
        RunFolderError: a run before `run` is missing, unfinished, or another than it was.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> from cxnlp.runs import open_run
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again."], Path(place) / "may", model="levels-fast")
    ...     [run.folder.name for run in chain(open_run(made.folder))]
    ['may']
    """
    seen = set()
    while True:
        yield run
        seen.add(run.folder.resolve())
        link = run.manifest.since
        if link is None:
            return
        folder = (run.folder / link.run).resolve()
        if folder in seen:
            raise RunFolderError(
                folder,
                found="a run that builds on itself",
                expected="a chain that ends",
                hint="Label into a new folder.",
            )
        before = open_finished(folder)
        if before.manifest.identity() != link.digest:
            raise RunFolderError(
                folder,
                found=f"another run ({before.manifest.identity()})",
                expected=f"the run that {run.folder} builds on ({link.digest})",
                hint="Put the earlier run back, or label afresh without --since.",
            )
        run = before


def known_comments(runs: Iterable[Run], model_digest: str) -> KnownComments:
    """The comments that `runs` have labelled by one model, as they stood last.

    A comment with an id whose newest text is another than the one that was labelled is not among
    them: a text that changed and changed back is labelled again, so that the newest label of an id
    is always that of its newest text.

    Args:
        runs: finished runs, the newest first, such as `chain` gives.
        model_digest: of the model whose labels count.

    Raises:
        RunFolderError: a run is damaged; its part is named.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> from cxnlp.runs import open_run
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again."], Path(place) / "may", model="levels-fast")
    ...     len(known_comments([open_run(made.folder)], made.manifest.model.digest))
    1
    """
    found = [np.empty(0, np.uint64)]
    newest = _Newest()
    for run in runs:
        if run.manifest.model.digest != model_digest:
            continue
        with_ids = run.manifest.columns.get("id") is not None
        if with_ids:
            newest.add(run)
        for index in range(run.parts.count()):
            table = run.part("ledger", index, _LEDGER)
            labelled = table.filter(pc.equal(table["outcome"], Outcome.LABELS.value))
            comments = labelled["comment_digest"].to_numpy()
            if with_ids:
                stale = newest.differ(labelled["id_digest"].to_numpy(), comments)
                if stale.any():
                    stale &= ~_made_up(run, index, labelled["row"].to_numpy())
                comments = comments[~stale]
            found.append(comments)
    return KnownComments(np.concatenate(found))


def known_rejections(runs: Iterable[Run]) -> KnownComments:
    """The rows that `runs` have rejected, each as often as the run that met most of its kind.

    A growing table brings its old bad rows every time, so they are not counted once for each run.

    Args:
        runs: finished runs, such as `chain` gives.

    Raises:
        RunFolderError: a run is damaged; its part is named.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> from cxnlp.runs import open_run
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["n/a", "n/a", "Late."], Path(place) / "may", model="levels-fast")
    ...     known_rejections([open_run(made.folder)] * 3).take(np.zeros(1, np.uint64)).tolist()
    [False]
    """
    found = np.empty(0, np.uint64)
    for run in runs:
        mine = [found[:0]]
        for table in run.batches("ledger", ["comment_digest", "outcome"]):
            rejected = table.filter(pc.equal(table["outcome"], Outcome.REJECTED.value))
            mine.append(rejected["comment_digest"].to_numpy())
        digests = np.concatenate(mine)
        known = KnownComments(found).take(digests)
        found = np.concatenate([found, digests[~known]])
    return KnownComments(found)


class _Newest:
    """The newest comment of each id, by their digests, from runs that come newest first."""

    def __init__(self) -> None:
        self._ids = np.empty(0, np.uint64)
        self._comments = np.empty(0, np.uint64)

    def add(self, run: Run) -> None:
        """Take up the ids that no newer run has; of one that comes twice, the row that counted."""
        ids, comments = [self._ids], [self._comments]
        refused: list[pa.Table] = []
        for table in run.batches("ledger", _LEDGER):
            rejected = pc.equal(table["outcome"], Outcome.REJECTED.value)
            counted = table.filter(pc.invert(rejected))
            ids.append(counted["id_digest"].to_numpy())
            comments.append(counted["comment_digest"].to_numpy())
            refused.append(table.filter(rejected))
        for table in refused:
            ids.append(table["id_digest"].to_numpy())
            comments.append(table["comment_digest"].to_numpy())
        self._ids, first = np.unique(np.concatenate(ids), return_index=True)
        self._comments = np.concatenate(comments)[first]

    def differ(self, ids: NDArray[np.uint64], comments: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each comment is another than the newest of its id. Shape (n,)."""
        other: NDArray[np.bool_] = self._comments[np.searchsorted(self._ids, ids)] != comments
        return other


def _made_up(run: Run, index: int, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the ids of labelled rows are made up: those name no comment. Shape (n,)."""
    labels = run.part("labels", index, ["row", "id"])
    return np.isin(rows, labels.filter(are_made_up(labels))["row"].to_numpy())

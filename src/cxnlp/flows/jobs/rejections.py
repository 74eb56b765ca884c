"""Whether a job rejected too large a share of the rows that were new to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from cxnlp.errors import GateError
from cxnlp.runs import chain, known_rejections
from cxnlp.schema import Outcome

if TYPE_CHECKING:
    from cxnlp.runs import Run

__all__ = ["too_many_rejected"]


def too_many_rejected(run: Run, most: float | None) -> GateError | None:
    """What to raise where more than a share `most` of the rows was rejected.

    In a run that builds on others only rows that are new count: a growing table brings its old rows
    every hour, and neither those that were labelled before nor those that were rejected before tell
    whether this hour's export went wrong.

    Args:
        run: finished.
        most: the largest share that is allowed, 0 to 1; None for any.

    Raises:
        RunFolderError: a run before it is missing or damaged.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> from cxnlp.runs import open_run
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["n/a", "Late again."], Path(place) / "run", model="levels-fast")
    ...     error = too_many_rejected(open_run(made.folder), 0.2)
    ...     too_many_rejected(open_run(made.folder), 0.5) is None, error.found
    (True, '1 of 2 rows rejected (50.0%)')
    """
    if most is None:
        return None
    counts = run.counts
    before = _rejected_before(run) if run.manifest.since else 0
    rows, rejected = counts.rows - counts.already - before, counts.rejected - before
    if rejected <= most * rows:
        return None
    which = "new rows" if run.manifest.since else "rows"
    return GateError(
        run.folder,
        found=f"{rejected:,} of {rows:,} {which} rejected ({rejected / rows:.1%})",
        expected=f"at most {most:.1%}",
        hint="Look at rejected/ in the run, or at `cxnlp check SOURCE`; the run itself is whole.",
    )


def _rejected_before(run: Run) -> int:
    """How many of the rejected rows an earlier run of the chain has rejected, too."""
    _, *earlier = chain(run)
    known = known_rejections(earlier)
    count = 0
    for table in run.batches("ledger", ["comment_digest", "outcome"]):
        rejected = table.filter(pc.equal(table["outcome"], Outcome.REJECTED.value))
        count += int(np.count_nonzero(known.take(rejected["comment_digest"].to_numpy())))
    return count

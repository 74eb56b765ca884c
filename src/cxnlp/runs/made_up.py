"""Ids that were made up from a row's place (`file name:row`), because the source gave none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import UsageError

if TYPE_CHECKING:
    from cxnlp.runs.folder import Run

__all__ = ["are_made_up", "refuse_made_up_ids"]


def are_made_up(labels: pa.Table) -> pa.ChunkedArray:
    """Whether each id ends with its own row. Shape (n,), bool.

    Args:
        labels: `row` and `id` of n labelled rows.

    >>> are_made_up(pa.table({"row": [0, 1, 2], "id": ["a.csv:0", "b", "a:1"]})).to_pylist()
    [True, False, False]
    """
    place = pc.struct_field(pc.extract_regex(labels["id"], r":(?P<row>\d+)$"), "row")
    return pc.fill_null(pc.equal(place, pc.cast(labels["row"], pa.string())), fill_value=False)


def refuse_made_up_ids(run: Run, where: str) -> None:
    """Refuse to write a run where rows replace others of the same id, if its ids name no comments.

    The next export of a file of the same name has the same made-up ids for other comments, whose
    rows it would replace.

    Args:
        run: a finished run.
        where: the table, as it is told.

    Raises:
        UsageError: the source had no column of ids, or labelled rows with a blank in it.
        RunFolderError: a part is damaged.

    >>> import cxnlp
    >>> from cxnlp.runs import Run
    >>> made = cxnlp.label(["Late again."], model="levels-fast")
    >>> refuse_made_up_ids(Run("run", made.manifest), "table labels")
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: table labels: found a run whose source has no column of ids: ...
    """
    if run.manifest.columns.get("id") is None:
        blank = "a run whose source has no column of ids"
    else:
        tables = run.batches("labels", ["row", "id"])
        count = sum(pc.sum(are_made_up(table)).as_py() or 0 for table in tables)
        if not count:
            return
        blank = f"{count:,} rows without an id of their own"
    raise UsageError(
        where,
        found=f"{blank}: theirs are file names and row numbers, which the next file has too",
        expected="an id for each comment, by which its row is replaced",
        hint="Label with --id-column, or export to a file (--to labels.parquet).",
    )

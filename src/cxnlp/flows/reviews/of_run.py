"""Whether a review that came back is of this run: by its ids, and by the texts that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.reviewing.recognising import refuse_other_text, refuse_strangers

if TYPE_CHECKING:
    from cxnlp.reviewing.returned import Returned
    from cxnlp.runs import Run

__all__ = ["reviewed_texts"]

_HINT: Final = "Name the run that the review file was made from."


def reviewed_texts(run: Run, returned: Returned) -> dict[str, str | None]:
    """The run's texts of the comments in a review, judged or not, by their ids.

    Args:
        run: the run.
        returned: the review.

    Returns:
        Texts by id; None for each where the run holds no texts.

    Raises:
        InputDataError: the run does not have an id of the review, or has another text under it.
    """
    read = {one.id: one.text for one in returned.unjudged}
    read |= {one.id: one.text for one in returned.corrections}
    wanted = pa.array(list(read), pa.string())
    found: dict[str, str | None] = {}
    for table in run.batches("labels", ["id", "text"]):
        part = table.filter(pc.is_in(table["id"], wanted))
        names = part["id"].to_pylist()
        held = "text" in part.column_names
        texts = part["text"].to_pylist() if held else [None] * len(names)
        found.update(zip(names, texts, strict=True))
    home = f"the run {run.folder}"
    strangers = [name for name in read if name not in found]
    refuse_strangers(strangers, returned, home, kind="run", hint=_HINT)
    for name, text in read.items():
        refuse_other_text(name, text, found[name], returned, where=home, hint=_HINT)
    return found

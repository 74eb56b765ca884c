"""What became of every row of the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.schema import RejectionReason, Status

if TYPE_CHECKING:
    from cxnlp.reporting.findings import Findings

__all__ = ["OutcomeCount", "outcomes"]

_MEANING: Final[dict[str, str]] = {
    Status.LABELLED: "placed on one of the six levels",
    Status.NO_EVIDENCE: "tells of no service experience: a question, a bare “nothing”",
    Status.UNSUPPORTED_LANGUAGE: "in a language that the model does not know",
    RejectionReason.EMPTY: "no words, or a filler such as “n/a”",
    RejectionReason.NOT_TEXT: "no text: numbers or signs alone",
    RejectionReason.TOO_LONG: "over 100,000 characters",
    RejectionReason.BAD_ENCODING: "characters that could not be decoded",
    RejectionReason.MALFORMED_ROW: "a row that does not fit the columns",
    RejectionReason.DUPLICATE_ID: "its id had come before; the first was kept",
}


@dataclass(frozen=True)
class OutcomeCount:
    """One outcome and how many rows had it.

    Attributes:
        name: the status or the reason, in words.
        meaning: a short explanation.
        n: rows.
        share: of the rows read.
        examples: row numbers of rejected rows.
    """

    name: str
    meaning: str
    n: int
    share: float
    examples: tuple[int, ...] = ()


def outcomes(findings: Findings) -> list[OutcomeCount]:
    """Statuses first, then the reasons of rejection that occurred; they add up to the rows read.

    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import level_shares, levels_over_time
    >>> from cxnlp.insights.certainty import Certainty
    >>> from cxnlp.reporting.findings import Findings, Origin, Rejections
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> unsure = Certainty(0, np.zeros(6), None, None, None, None, np.zeros(6))
    >>> found = Findings(datetime(2026, 7, 1, tzinfo=UTC), Origin("a.csv", (), 0.9),
    ...                  level_shares(labels), levels_over_time(labels), unsure,
    ...                  Rejections(3, {"empty": 1}, {"empty": (2,)}, {}))
    >>> [(one.name, one.n, one.examples) for one in outcomes(found) if one.n]
    [('labelled', 2, ()), ('rejected: empty', 1, (2,))]
    """
    read = max(findings.rejections.read, 1)
    kept = [
        OutcomeCount(_words(status), _MEANING.get(status, ""), n, n / read)
        for status, n in findings.standing.statuses.items()
    ]
    rejected = [
        OutcomeCount(
            f"rejected: {_words(reason)}",
            _MEANING.get(reason, ""),
            n,
            n / read,
            findings.rejections.examples.get(reason, ()),
        )
        for reason, n in findings.rejections.reasons.items()
    ]
    already = findings.rejections.already
    earlier = OutcomeCount(
        "already labelled", "labelled by an earlier run", already, already / read
    )
    return kept + rejected + ([earlier] if already else [])


def _words(name: str) -> str:
    return name.replace("_", " ")

"""The tables of docs/contracts.md, taken from the schemas and the errors themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp import errors
from cxnlp.flows.topics import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA
from cxnlp.insights import LEVELS_SCHEMA, POINTS_SCHEMA
from cxnlp.levels import ServiceLevel
from cxnlp.schema import (
    ASPECT_FIELDS,
    LEDGER_SCHEMA,
    METADATA_TYPES,
    REJECTED_SCHEMA,
    Outcome,
    RejectionReason,
    Status,
    labels_schema,
)
from pages.blocks import fill, table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["pages"]

_LABELS: Final = {
    "row": "position in the source, from 0 on; several files count on",
    "id": "the source's id; without an id column `file name:row`",
    "text": "the comment, cleaned; masked with `--redact`; absent with `--no-text`",
    "level": "1 (worst) to 6 (best), the posterior median; null unless `status` is `labelled`",
    "level_name": "its name; null unless `status` is `labelled`",
    **{
        f"p_{level.label}": f"calibrated probability of level {level:d}; the six sum to 1"
        for level in ServiceLevel
    },
    "evidence": "probability that the text tells of a service experience at all",
    "level_low": "lowest level of the interval at the manifest's coverage",
    "level_high": "highest level of that interval; it has no gaps",
    "status": "what became of the row, see below",
    "language": "ISO 639-1 code, `und` where the text is too short or unclear",
}
_ASPECTS: Final = {
    "empathy": "courtesy, attitude, caring: 1 done well, -1 done badly, 0 not told",
    "timeliness": "waiting, speed, punctuality: likewise",
    "expertise": "competence, knowledge, solving the matter: likewise",
    "personalization": "tailored to this customer: likewise",
    "consistency": "the same quality across visits, staff and channels: likewise",
    "touch_in_person": "the comment tells of a contact in person",
    "touch_phone": "by phone",
    "touch_message": "by e-mail, chat, ticket, letter or social media",
    "touch_web": "on a web site, in an app, at a machine",
    "stage_before": "the comment tells of the time before the service",
    "stage_during": "during it",
    "stage_after": "after it",
}
_REJECTED: Final = {
    "row": "position in the source, from 0 on",
    "id": "as in `labels`",
    "reason": "why, see below",
    "detail": "a few words more; never the text",
}
_LEDGER: Final = {
    "row": "position in the source, from 0 on",
    "id_digest": "8 bytes of the id's digest",
    "comment_digest": "8 bytes of the digest of what makes a comment the same comment",
    "outcome": ", ".join(f"`{outcome}`" for outcome in Outcome),
}
_ASSIGNMENTS: Final = {
    "row": "row of the run",
    "id": "its id",
    "topic": "number of the topic; -1 = none",
    "strength": "how near the comment is to the topic",
}
_TOPICS: Final = {
    "topic": "number",
    "name": "readable name",
    "keywords": "words that tell it from the others",
    "size": "comments that touch it",
    "mean_level": "mean level of its labelled comments; null without any",
    "quotes": "up to three central quotes, redacted",
    "theme": "number of the main theme that it belongs to",
    "theme_name": "the theme's readable name",
    "stable": "whether it comes back in most other seeds and samples",
    "stability": "share of other seeds and samples that find it again, 0 to 1",
    "coherence": "mean NPMI of its keywords, -1 to 1",
    "likeness": "mean cosine of its texts with its centroid",
    "lineage": "how it came to be over earlier runs, oldest first",
}
_REASONS: Final = {
    "empty": "nothing there, a filler such as `n/a` or `no comment`, or strokes only",
    "not_text": "no letter of any script and no emoji",
    "too_long": "more than 100,000 characters",
    "bad_encoding": "bytes that are no text in the file's encoding",
    "malformed_row": "a row that does not fit its table: too many or too few fields, broken JSON",
    "duplicate_id": "an earlier row has this id; the first is kept",
}
_STATUSES: Final = {
    "labelled": "has a level",
    "no_evidence": "tells of no service experience (a question, a bare “nothing”): no level is "
    "guessed",
    "unsupported_language": "the model was not made for this language",
}
_POINTS: Final = {
    "rank": "by `score`, from 1 on",
    "topic": "number of the topic",
    "name": "its name",
    "n": "labelled comments that touch it",
    "share": "share of all labelled comments that touch it",
    "severity": "levels below expected, mean over these comments: 0 to 2",
    "score": "share times severity: levels lost per labelled comment",
    "trend": "change of the share per 30 days; null without dates",
    "quotes": "up to three typical comments, redacted",
    "rows": "all rows behind it, the worst first",
    "customers": "customers who wrote these comments; null where none are known",
    "top_customer": "share of these comments by the customer who wrote most of them",
    "trend_q": "chance that a topic flagged up to here moves by chance only (false discovery rate "
    "over all topics); null where untested",
    "stable": "whether the topic comes back in most other seeds and samples",
}
_BY_TOPIC: Final = {
    "topic": "number of the topic",
    "name": "its name",
    "n": "labelled comments that touch it",
    **{level.label: f"of these, comments of level {level:d}" for level in ServiceLevel},
    "mean_level": "their mean level; null without any, as the shares",
    "below": "share of them below *expected*: what drags customers down",
    "above": "share of them above *desired*: what lifts them",
}
_CODES: Final = {
    0: ("done", "go on"),
    1: ("a bug", "report it, with the traceback"),
    2: ("usage", "call the command again, corrected"),
    3: ("configuration", "correct the key that is named"),
    4: ("input data", "correct the data, or name the columns"),
    5: ("model or artefact", "use another model or topics folder, or make this one again"),
    6: ("run folder", "use another run folder, or begin anew with `--fresh`"),
    7: ("a missing optional dependency", "install the extra that is named"),
    8: ("a gate was not met", "look at what was measured: the answer is no, nothing is broken"),
    130: ("interrupted from the keyboard", "start the same command again: it goes on"),
    143: ("asked to stop (SIGTERM)", "start the same command again: it goes on"),
}


def pages(repository: Path) -> dict[str, str]:
    """The page with its tables filled in."""
    path = "docs/contracts.md"
    page = (repository / path).read_text(encoding="utf-8")
    blocks = {
        "levels": table(
            ["Level", "Name", "What the customer conveys", "What the customer does next"],
            [[f"{lv:d}", lv.label, lv.definition, lv.reaction] for lv in ServiceLevel],
        ),
        "labels": _columns(labels_schema(), _LABELS),
        "metadata": table(
            ["Column", "Type"],
            [[f"`{name}`", _type(kind)] for name, kind in METADATA_TYPES.items()],
        ),
        "aspects": _columns(pa.schema(ASPECT_FIELDS), _ASPECTS),
        "statuses": table(
            ["Status", "The row"], [[f"`{one}`", _STATUSES[one.value]] for one in Status]
        ),
        "rejected": _columns(REJECTED_SCHEMA, _REJECTED),
        "reasons": table(
            ["Reason", "The row has"],
            [[f"`{one}`", _REASONS[one.value]] for one in RejectionReason],
        ),
        "ledger": _columns(LEDGER_SCHEMA, _LEDGER),
        "assignments": _columns(ASSIGNMENTS_SCHEMA, _ASSIGNMENTS),
        "topics": _columns(TOPICS_SCHEMA, _TOPICS),
        "points": _columns(POINTS_SCHEMA, _POINTS),
        "level_by_topic": _columns(LEVELS_SCHEMA, _BY_TOPIC),
        "codes": _exit_codes(),
    }
    for name, text in blocks.items():
        page = fill(page, name, text)
    return {path: page}


def _columns(schema: pa.Schema, meanings: dict[str, str]) -> str:
    rows = []
    for field in schema:
        name = field.name.removesuffix("_low").removesuffix("_high")
        bound = field.name not in meanings
        meaning = f"end of the 95 % interval of `{name}`" if bound else meanings[field.name]
        rows.append([f"`{field.name}`", _type(field.type), meaning])
    unknown = set(meanings) - set(schema.names)
    if unknown:
        raise ValueError(f"columns that do not exist: {', '.join(sorted(unknown))}")
    return table(["Column", "Type", "Meaning"], rows)


def _type(kind: pa.DataType) -> str:
    # Arrow writes float32 as "float" and float64 as "double".
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))


def _exit_codes() -> str:
    classes = [getattr(errors, name) for name in errors.__all__]
    names = {kind.exit_code: kind.__name__ for kind in classes if kind is not errors.CxnlpError}
    if not set(names) <= set(_CODES):
        raise ValueError("an error has an exit code that the page does not explain")
    rows = [
        [str(code), what, f"`{names[code]}`" if code in names else "-", then]
        for code, (what, then) in _CODES.items()
    ]
    return table(["Code", "Meaning", "In Python", "What to do"], rows)

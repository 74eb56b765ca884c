"""How sound the topics are, in words: their quality, and what is known of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxnlp.reporting.words import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.reporting.findings import TopicFindings

__all__ = ["TopicNote", "latest", "quality_words", "topic_notes"]


@dataclass(frozen=True)
class TopicNote:
    """What is known of one topic beside its comments.

    Attributes:
        unstable: whether it does not come back in most other seeds and samples.
        theme: name of the main theme that it belongs to; empty where none is known.
        lineage: how it came to be in the latest run; empty where there was no earlier one.
    """

    unstable: bool = False
    theme: str = ""
    lineage: str = ""


def topic_notes(topics: TopicFindings) -> dict[int, TopicNote]:
    """A note on each topic by its number, as far as the topics folder tells.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import level_by_topic, pain_points, trends
    >>> from cxnlp.reporting.findings import TopicFindings
    >>> tables = (pa.table({"row": [0], "level": [1], "status": ["labelled"]}),
    ...           pa.table({"row": [0], "topic": [0], "strength": [0.9]}),
    ...           pa.table({"topic": [0], "name": ["waiting"]}))
    >>> told = pa.table({"topic": [0], "stable": [False], "theme_name": ["shop"],
    ...                  "lineage": [["new"]]})
    >>> pains = pain_points(*tables)
    >>> found = TopicFindings(pains, pains, level_by_topic(*tables), trends(*tables), told)
    >>> topic_notes(found)
    {0: TopicNote(unstable=True, theme='shop', lineage='new')}
    """
    if topics.table is None:
        return {}
    return {
        one["topic"]: TopicNote(
            unstable=one["stable"] is False,
            theme=one["theme_name"] or "",
            lineage=latest(one["lineage"] or ()),
        )
        for one in topics.table.to_pylist()
    }


def latest(lineage: Sequence[str]) -> str:
    """What became of a topic in the latest run.

    >>> latest(["new", "continued", "merged with 4"]), latest(["split from 3", "continued"])
    ('continued, merged with 4', 'continued')
    """
    for at in reversed(range(len(lineage))):
        if not lineage[at].startswith(("merged", "split")):
            return ", ".join(lineage[at:])
    return ", ".join(lineage)


def quality_words(topics: TopicFindings) -> str:
    """How good the topics are, measured without labels; empty where the folder does not tell.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import level_by_topic, pain_points, trends
    >>> from cxnlp.reporting.findings import TopicFindings
    >>> tables = (pa.table({"row": [0], "level": [1], "status": ["labelled"]}),
    ...           pa.table({"row": [0], "topic": [0], "strength": [0.9]}),
    ...           pa.table({"topic": [0], "name": ["waiting"]}))
    >>> told = pa.table({"topic": [0], "stable": [False], "theme_name": ["shop"],
    ...                  "lineage": [["new"]]})
    >>> pains = pain_points(*tables)
    >>> found = TopicFindings(pains, pains, level_by_topic(*tables), trends(*tables), told)
    >>> quality_words(found).split(".")[0]
    'How good these topics are: 0 of 1 come back in most other seeds and samples'
    """
    found = topics.quality
    known = {} if topics.table is None else topics.table.to_pydict()
    stable = [one for one in known.get("stable", []) if one is not None]
    parts = (
        []
        if found is None
        else [
            f"coherence of their keywords {decimal(found['coherence'])} (NPMI, at most 1)",
            f"diversity of their keywords {percent(found['diversity'], 0)}",
            f"coverage {percent(found['coverage'], 0)} of the texts before the rest is assigned",
        ]
    )
    if stable:
        parts.append(f"{sum(stable)} of {len(stable)} come back in most other seeds and samples")
    if not parts:
        return ""
    warning = (
        " Those marked “unstable” do not: another run may cut them otherwise."
        if not all(stable)
        else ""
    )
    return f"How good these topics are: {'; '.join(parts)}.{warning}"

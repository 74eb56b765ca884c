"""Find the topics and pain points of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.flows.progress import Progress, Silent
from cxnlp.flows.topic_job.encoder import beside_model, topic_encoder
from cxnlp.flows.topic_job.fit import fit_run
from cxnlp.flows.topic_job.folder import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA, assign_run, write_topics
from cxnlp.flows.topic_job.notices import (
    about_dates,
    about_languages,
    about_levels,
    about_stability,
    about_unassigned,
    about_weights,
)
from cxnlp.flows.topic_job.options import carried, check_options
from cxnlp.flows.topic_job.place import finished_job, refuse_other
from cxnlp.flows.topic_job.texts import comments_of
from cxnlp.flows.topic_job.weighed import read_weighed
from cxnlp.runs import lock_run, place_aside, refuse_address
from cxnlp.runs.writing import told
from cxnlp.topicmodel import (
    Assigner,
    Request,
    give_names,
    keep_vectors,
    read_model,
    write_model,
)
from cxnlp.whole import file_digest, whole_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.topicmodel import Namer, TopicModel

__all__ = ["ASSIGNMENTS_SCHEMA", "TOPICS_SCHEMA", "TopicsResult", "find_topics"]

_DATED: Final = ["row", "level", "status", "created_at"]


@dataclass(frozen=True)
class TopicsResult:
    """What was found.

    Attributes:
        folder: the topics folder.
        topics: `topics.parquet`.
        pains: `pain_points.parquet`.
        delights: `delight_points.parquet`.
        levels: `level_by_topic.parquet`.
        comments: comments of the run.
        unassigned: comments without a topic.
        notices: what a person should know about it, and what could not be told.
    """

    folder: Path
    topics: pa.Table
    pains: pa.Table
    delights: pa.Table
    levels: pa.Table
    comments: int
    unassigned: int
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Topics and their weights for a machine; the rows behind a point stay in its file."""
        return {
            "topics": str(self.folder),
            "comments": self.comments,
            "unassigned": self.unassigned,
            "notices": list(self.notices),
            "found": self.topics.drop_columns(["quotes"]).to_pylist(),
            "pain_points": self.pains.drop_columns(["rows", "quotes"]).to_pylist(),
            "delight_points": self.delights.drop_columns(["rows", "quotes"]).to_pylist(),
            "level_by_topic": self.levels.to_pylist(),
        }

    def describe(self) -> str:
        """The worst ten pain points in a table, what delights, and what a person should know."""
        head = (
            f"{self.topics.num_rows} topics in {self.comments:,} comments, "
            f"{self.unassigned:,} without a topic"
        )
        stable = self.topics.select(["topic", "stable"]).to_pylist()
        unstable = {topic["topic"] for topic in stable if topic["stable"] is False}
        points = [
            f"{point['rank']:>3}. {point['name']:<44.44} {point['n']:>7,} comments, "
            f"severity {point['severity']:.2f} "
            f"({point['severity_low']:.2f} to {point['severity_high']:.2f})"
            f"{'  unstable' if point['topic'] in unstable else ''}"
            for point in self.pains.slice(0, 10).to_pylist()
        ]
        best = "; ".join(self.delights["name"].slice(0, 3).to_pylist())
        delights = [f"What delights most: {best}"] if best else []
        return "\n".join([head, *points, *delights, *self.notices])


def find_topics(
    run: str | Path,
    *,
    out: str | Path,
    seed: int = 0,
    granularity: float | None = None,
    encoder: str | None = None,
    registry: str | Path | None = None,
    unassigned: float | None = None,
    namer: Namer | None = None,
    cache: str | Path | None = None,
    text_column: str | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> TopicsResult:
    """Find the topics of all comments, whatever their status, and weigh them by their levels.

    The folder appears whole or not at all. Where the same job stands finished already, nothing is
    done; the topics of another job are not touched unless `fresh` says so, and then kept aside.
    With the folder itself as registry its topics are carried on, and the old ones kept aside.

    Args:
        run: a finished run folder; or a file with a table of texts, which has levels only where it
            has a column `level` with whole numbers from 1 to 6: without, topics are not weighed.
        out: the topics folder.
        seed: same run, same seed, same topics; 0 up to 2**32 - 1.
        granularity: above 1 for finer topics, below for coarser ones; above 0, at most 100. That of
            the registry, or 1, if not given.
        encoder: see `cxnlp.encoders.open_encoder`, or `mapped`: MiniLM reads a fifth of the texts
            that are fitted on, the others are mapped. That of the registry if not given.
        registry: an earlier topics folder, whose topics keep their ids and names.
        unassigned: share of the different pieces of text that may stay without a topic, 0 up to
            0.9; the share of comments without one differs from it, and is told. That of the
            registry, or 0, if not given.
        namer: gives each new topic its name, see `cxnlp.topicmodel.Namer`; without it, and where it
            fails, a topic is named by its keywords.
        cache: a folder where vectors are kept by content, for later jobs on whatever run; the
            vectors of the topics that stand at `out`, and of the registry, are taken anyway.
        text_column: the column of comments of a table; guessed by its name if not given.
        fresh: put topics that stand at `out` aside and begin anew.
        progress: told what happens.

    Raises:
        InputDataError: the table cannot be read, or no column looks like comments.
        RunFolderError: `run` is no finished run, or one without texts; or `out` holds the topics of
            another job, another job is at work on it, or it cannot be written.
        UsageError: an argument is out of range, or `out` is an address or holds something else.
        ModelError: the encoder or the registry cannot be used.
        MissingDependencyError: the extra `topics` is not installed.
    """
    tell = progress or Silent()
    check_options({"seed": seed, "granularity": granularity, "unassigned": unassigned})
    refuse_address(out)
    given, identity, expected = comments_of(run, text_column)
    folder = Path(out)
    refuse_other(folder)
    earlier = None if registry is None else read_model(Path(registry) / "model")
    granularity = carried("granularity", granularity, earlier, 1.0)
    unassigned = carried("unassigned", unassigned, earlier, 0.0)
    chosen = topic_encoder(encoder, earlier, registry)
    job: dict[str, Any] = {
        **identity,
        "encoder": chosen.identity,
        "seed": seed,
        "granularity": granularity,
        "unassigned": unassigned,
        "registry": _identity(registry),
        "namer": _name_of(namer),
    }
    notices = [chosen.notice] if chosen.notice else []
    for notice in notices:
        tell.say(notice)
    with lock_run(folder):
        carried_on = registry is not None and Path(registry).resolve() == folder.resolve()
        facts = None if fresh else finished_job(folder, job, carried_on=carried_on)
        if facts is not None:
            tell.say(f"The topics stand already in {folder}.")
            return _result(folder, facts)
        request = Request(seed=seed, granularity=granularity, unassigned=unassigned)
        reader = chosen.reader([folder, *([Path(registry)] if registry else [])], cache)
        fit = fit_run(given, chosen, request, earlier=earlier, reader=reader, tell=tell)
        notices += fit.notices
        old = place_aside(folder)
        with told(folder), whole_folder(folder, replace=True, keep=old) as aside:
            now = reader if chosen.standing is not None else fit.encoder
            assigner = Assigner(fit.model, now, fit.known)
            assigned = assign_run(aside, given, assigner, tell, expected=expected)
            reader.flush()
            model = fit.model
            if namer is not None:
                known = _numbers(earlier)
                retired = {topic.name for topic in model.past}
                named = give_names(
                    model.topics, assigned.quotes, namer, kept=known, retired=retired
                )
                model = replace(model, topics=named.topics)
                if named.notice:
                    notices.append(named.notice)
            notices += about_unassigned(unassigned, assigned.unassigned, assigned.comments)
            today, dated = datetime.now(UTC), given.labels(_DATED)
            notices += (*about_languages(dated), *about_levels(dated))
            found = {"job": job, "notices": notices, "dates": about_dates(dated, today)}
            model = replace(model, facts=model.facts | found)
            write_model(model, aside / "model", beside_model(fit.encoder))
            write_topics(aside, given, model, assigned, today=today)
            if chosen.slow:
                keep_vectors(aside, chosen.keeper, fit.read)
        if old:
            tell.say(f"The topics that stood there are kept as {old}.")
    result = _result(folder, model.facts)
    tell.say(result.describe().splitlines()[0])
    return result


def _result(folder: Path, facts: Mapping[str, object]) -> TopicsResult:
    """Read what stands in a folder; `facts` are those of its model."""
    given = pq.read_table(folder / "assignments.parquet", columns=["row", "topic"])
    leading = np.unique(given["row"].to_numpy())
    none = int((given["topic"].to_numpy() < 0).sum())
    topics = pq.read_table(folder / "topics.parquet")
    weighed, lacking = read_weighed(folder)
    kept = [facts.get(name) for name in ("notices", "dates")]
    notices = [str(one) for part in kept if isinstance(part, list) for one in part]
    notices += [*about_stability(topics), *about_weights(weighed, lacking)]
    return TopicsResult(
        folder,
        topics,
        pains=weighed["pain_points"],
        delights=weighed["delight_points"],
        levels=weighed["level_by_topic"],
        comments=len(leading),
        unassigned=none,
        notices=tuple(notices),
    )


def _identity(registry: str | Path | None) -> str | None:
    if registry is None:
        return None
    return file_digest(Path(registry) / "model" / "manifest.json")


def _numbers(earlier: TopicModel | None) -> frozenset[int]:
    """The ids that a registry has given names to."""
    if earlier is None:
        return frozenset()
    return frozenset(topic.number for topic in (*earlier.topics, *earlier.past))


def _name_of(namer: Namer | None) -> str | None:
    """What tells one namer from another: a function has no digest."""
    if namer is None:
        return None
    kind = namer if hasattr(namer, "__qualname__") else type(namer)
    return f"{kind.__module__}.{getattr(kind, '__qualname__', '')}"

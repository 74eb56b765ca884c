"""Find the topics and pain points of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.encoders import StaticEncoder, file_digest, open_encoder
from cxnlp.errors import RunFolderError, UsageError
from cxnlp.flows.progress import Progress, Silent
from cxnlp.flows.topic_fit import fit_run
from cxnlp.flows.topic_folder import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA, write_topics
from cxnlp.runs import open_run
from cxnlp.topicmodel import (
    Assigner,
    Request,
    keep_vectors,
    read_model,
    read_vectors,
    same_encoder,
    write_model,
)
from cxnlp.whole import whole_folder

if TYPE_CHECKING:
    from cxnlp.runs import Run

__all__ = ["ASSIGNMENTS_SCHEMA", "TOPICS_SCHEMA", "TopicsResult", "find_topics"]


@dataclass(frozen=True)
class TopicsResult:
    """What was found.

    Attributes:
        folder: the topics folder.
        topics: `topics.parquet`.
        pains: `pain_points.parquet`.
        comments: comments of the run.
        unassigned: comments without a topic.
        notices: what a person should know about how it was done.
    """

    folder: Path
    topics: pa.Table
    pains: pa.Table
    comments: int
    unassigned: int
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Topics and pain points for a machine; the rows behind a pain point stay in its file."""
        return {
            "topics": str(self.folder),
            "comments": self.comments,
            "unassigned": self.unassigned,
            "notices": list(self.notices),
            "found": self.topics.drop_columns(["quotes"]).to_pylist(),
            "pain_points": self.pains.drop_columns(["rows", "quotes"]).to_pylist(),
        }

    def describe(self) -> str:
        """The worst ten pain points in a table."""
        head = (
            f"{self.topics.num_rows} topics in {self.comments:,} comments, "
            f"{self.unassigned:,} without a topic"
        )
        points = [
            f"{point['rank']:>3}. {point['name']:<44.44} {point['n']:>7,} comments, "
            f"severity {point['severity']:.2f} "
            f"({point['severity_low']:.2f} to {point['severity_high']:.2f})"
            for point in self.pains.slice(0, 10).to_pylist()
        ]
        return "\n".join([head, *points])


def find_topics(
    run: str | Path,
    *,
    out: str | Path,
    seed: int = 0,
    granularity: float = 1.0,
    encoder: str | None = None,
    registry: str | Path | None = None,
    unassigned: float = 0.0,
    progress: Progress | None = None,
) -> TopicsResult:
    """Find the topics of all comments of a run, whatever their status, and weigh them as pains.

    The folder appears whole or not at all. Where the same job stands finished already, nothing is
    done; a topics folder of another job is replaced.

    Args:
        run: a finished run folder.
        out: the topics folder.
        seed: same run, same seed, same topics.
        granularity: above 1 for finer topics, below for coarser ones; above 0, at most 100.
        encoder: see `cxnlp.encoders.open_encoder`.
        registry: an earlier topics folder, whose topics keep their ids and names.
        unassigned: share of the comments' pieces that may stay without a topic, 0 up to 0.9.
        progress: told what happens.

    Raises:
        RunFolderError: `run` is no finished run, or one without texts.
        UsageError: an argument is out of range, or `out` holds something else.
        ModelError: the encoder or the registry cannot be used.
        MissingDependencyError: the extra `topics` is not installed.
    """
    tell = progress or Silent()
    _check(granularity, unassigned)
    opened = _finished(run)
    folder = Path(out)
    _refuse_other(folder)
    chosen = open_encoder(encoder)
    job: dict[str, Any] = {
        "run": opened.manifest.source.digest,
        "model": opened.manifest.model.digest,
        "settings": opened.manifest.config_digest,
        "encoder": chosen.encoder.identity,
        "seed": seed,
        "granularity": granularity,
        "unassigned": unassigned,
        "registry": _identity(registry),
    }
    notices = [chosen.notice] if chosen.notice else []
    for notice in notices:
        tell.say(notice)
    if (done := _done(folder, job)) is not None:
        tell.say(f"The topics stand already in {folder}.")
        return done
    request = Request(seed=seed, granularity=granularity, unassigned=unassigned)
    earlier = None
    if registry is not None:
        earlier = read_model(Path(registry) / "model")
        same_encoder(earlier, chosen.encoder, Path(registry) / "model")
    kept = read_vectors([folder, *([Path(registry)] if registry else [])], chosen.encoder)
    fit = fit_run(opened, chosen.encoder, request, earlier=earlier, kept=kept, tell=tell)
    notices += fit.notices
    facts = {**fit.model.facts, "job": job, "notices": notices}
    model = replace(fit.model, facts=facts)
    with whole_folder(folder, replace=True) as aside:
        write_model(model, aside / "model")
        write_topics(aside, opened, Assigner(model, chosen.encoder, fit.known), tell)
        if not isinstance(chosen.encoder, StaticEncoder):
            keep_vectors(aside, chosen.encoder, fit.known)
    result = _result(folder, notices)
    tell.say(result.describe().splitlines()[0])
    return result


def _result(folder: Path, notices: list[str]) -> TopicsResult:
    given = pq.read_table(folder / "assignments.parquet", columns=["row", "topic"])
    leading = np.unique(given["row"].to_numpy())
    none = int((given["topic"].to_numpy() < 0).sum())
    return TopicsResult(
        folder,
        pq.read_table(folder / "topics.parquet"),
        pq.read_table(folder / "pain_points.parquet"),
        len(leading),
        none,
        tuple(notices),
    )


def _done(folder: Path, job: dict[str, Any]) -> TopicsResult | None:
    if not folder.exists():
        return None
    facts = read_model(folder / "model").facts
    if facts.get("job") != job:
        return None
    notices = facts.get("notices")
    return _result(folder, list(notices) if isinstance(notices, list) else [])


def _finished(run: str | Path) -> Run:
    opened = open_run(run)
    if not opened.manifest.finished:
        raise RunFolderError(
            run,
            found="a run that is not finished",
            expected="a finished run",
            hint="Start the labelling job on it again: it goes on where it stopped.",
        )
    if opened.parts.count() and "text" not in next(iter(opened.batches())).column_names:
        raise RunFolderError(
            run,
            found="a run without texts",
            expected="the column text",
            hint="Label the source again without --no-text.",
        )
    return opened


def _refuse_other(folder: Path) -> None:
    if folder.exists() and not (folder / "model" / "manifest.json").is_file():
        raise UsageError(
            folder,
            found="something that is no topics folder",
            expected="a free place, or a topics folder to replace",
            hint="Choose another --out.",
        )


def _identity(registry: str | Path | None) -> str | None:
    if registry is None:
        return None
    return file_digest(Path(registry) / "model" / "manifest.json")


def _check(granularity: float, unassigned: float) -> None:
    if not 0 < granularity <= 100:  # noqa: PLR2004 - the documented range
        raise UsageError(
            "--granularity",
            found=f"{granularity}",
            expected="a number above 0, at most 100",
            hint="1 is the default; 2 gives finer topics, 0.5 coarser ones.",
        )
    if not 0 <= unassigned <= 0.9:  # noqa: PLR2004 - the documented range
        raise UsageError(
            "unassigned",
            found=f"{unassigned}",
            expected="a share from 0 to 0.9",
            hint="0 assigns every comment; 0.1 leaves the least clear tenth without a topic.",
        )

"""The work of a labelling job: missing parts are made in order, until the run is finished."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from cxnlp.errors import InputDataError, StoppedError
from cxnlp.labelling import KeptIds, Task, comment_digests, without_duplicates
from cxnlp.runs import finish_run
from cxnlp.schema import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from cxnlp.engines import Engine
    from cxnlp.flows.jobs.metrics import JobMetrics
    from cxnlp.flows.progress import Progress
    from cxnlp.labelling import LabelledChunk, Labeller
    from cxnlp.runs import KnownComments, Part, Parts, Run
    from cxnlp.sources import Chunk, Source

__all__ = ["complete"]


def complete(
    run: Run,
    source: Source,
    labeller: Labeller,
    engine: Engine,
    *,
    known: KnownComments | None,
    stop: AbstractContextManager[Callable[[], bool]],
    progress: Progress,
    metrics: JobMetrics,
) -> Run:
    """Make the parts that are missing or damaged, and finish the run.

    Args:
        run: begun, and locked by this process.
        source: the source that the manifest names.
        labeller: labels one chunk.
        engine: where it does so.
        known: comments that are left out, because an earlier run has labelled them.
        stop: entered while parts are made; what it gives is asked after each part, and by an
            engine that waits for one.
        progress: told what happens.
        metrics: told how far the job is.

    Raises:
        InputDataError: the source changed or went away; the parts that stand are of the old one.
        RunFolderError: the folder cannot be written.
        StoppedError: `stop` said so.
    """
    parts = run.parts
    size = run.manifest.part_size
    parts.sweep()
    sound = _sound(parts, progress)
    if run.manifest.finished and len(sound) == run.manifest.parts:
        progress.say(f"{run.folder} is finished already: nothing to do.")
        return run
    first = next(index for index in range(len(sound) + 1) if index not in sound)
    memory = _Memory(parts, known, labeller.columns.id is not None)
    waiting: deque[int] = deque()
    made: list[int] = []

    def missing() -> Iterator[Task]:
        for chunk in source.chunks(size, 0 if first == 0 else first * size):
            if chunk.start == first * size:
                progress.begin("labelling", _expected(source, chunk), done=first * size)
            index = chunk.start // size
            if index not in sound:
                waiting.append(index)
                yield memory.task(chunk, labeller, index)

    metrics.begin(done=first * size)
    # Parts are written by a thread of their own, one behind: while it waits for the disk, the next
    # part is labelled.
    with ThreadPoolExecutor(1, "cxnlp-writer") as writer, stop as asked:
        written = _Written(progress, metrics)
        for labelled in engine(labeller, missing(), asked):
            index = waiting.popleft()
            made.append(index)
            part = memory.without_duplicates(labelled, index)
            written.wait()
            _unchanged(source)
            written.begin(part, writer.submit(parts.write, index, part))
            if asked():
                written.wait()
                progress.end()
                raise _stopped(run, index)
        written.wait()
    progress.end()
    if source.digest() != run.manifest.source.digest:
        # Size and time told nothing, so nobody knows which of the new parts are of the old content.
        for index in made:
            parts.set_aside(index)
        raise _changed(source)
    return finish_run(run)


class _Written:
    """The part that is being written; it counts as done once it stands."""

    def __init__(self, progress: Progress, metrics: JobMetrics) -> None:
        self._progress = progress
        self._metrics = metrics
        self._part: Part | None = None
        self._writing: Future[None] | None = None

    def begin(self, part: Part, writing: Future[None]) -> None:
        self._part, self._writing = part, writing

    def wait(self) -> None:
        """Wait until the part stands, if there is one; raise what writing it raised."""
        if self._part is None or self._writing is None:
            return
        part, writing = self._part, self._writing
        self._part = self._writing = None
        writing.result()
        self._progress.advance(len(part.ledger))
        self._metrics.advance(part)


class _Memory:
    """What a part must know of the parts before it, taken up from them where a job goes on."""

    def __init__(self, parts: Parts, known: KnownComments | None, with_ids: bool) -> None:
        self._parts = parts
        self._known = known
        self._known_to = 0
        # Without an id column an id is a row's own place, which no other row has.
        self._kept = KeptIds() if with_ids else None
        self._kept_to = 0

    def task(self, chunk: Chunk, labeller: Labeller, index: int) -> Task:
        if self._known is None:
            return Task(chunk)
        while self._known_to < index:
            ledger = self._parts.read("ledger", self._known_to, ["comment_digest"])
            self._known.take(ledger["comment_digest"].to_numpy())
            self._known_to += 1
        self._known_to = index + 1
        digests = comment_digests(chunk, labeller.columns)
        return Task(chunk, digests, self._known.take(digests))

    def without_duplicates(self, labelled: LabelledChunk, index: int) -> Part:
        if self._kept is None:
            return labelled.part
        while self._kept_to < index:
            ledger = self._parts.read("ledger", self._kept_to, ["id_digest", "outcome"])
            named = ledger.filter(pc.not_equal(ledger["outcome"], Outcome.REJECTED.value))
            self._kept.add_digests(named["id_digest"].to_numpy())
            self._kept_to += 1
        self._kept_to = index + 1
        return without_duplicates(labelled, self._kept)


def _sound(parts: Parts, progress: Progress) -> set[int]:
    """The parts that stand; what is damaged, or was copied from another run, is put aside."""
    sound = set()
    for index in range(parts.count()):
        if parts.is_sound(index):
            sound.add(index)
        else:
            parts.set_aside(index)
            words = "is damaged or of another run: it is put aside and made again."
            progress.say(f"Part {index} {words}")
    return sound


def _unchanged(source: Source) -> None:
    """Refuse to go on where the files are no longer those that were found."""
    for content in getattr(source, "contents", ()):
        with content.open():
            pass


def _changed(source: Source) -> InputDataError:
    return InputDataError(
        source.uri,
        found="that the content changed while it was being read",
        expected="a source that stays as it is until the job ends",
        hint="Copy the source aside and label the copy with --fresh.",
    )


def _stopped(run: Run, index: int) -> StoppedError:
    return StoppedError(
        run.folder,
        found=f"a request to stop; part {index} is written",
        expected="time to finish",
        hint="Start the same command again: it goes on at the next part.",
    )


def _expected(source: Source, chunk: Chunk) -> int | None:
    """About how many rows there are, never fewer than have been read."""
    rows = source.expected_rows()
    return None if rows is None else max(rows, chunk.start + chunk.table.num_rows)

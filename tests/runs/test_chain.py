"""Known comments are met once for each time that they were labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.errors import RunFolderError
from cxnlp.runs import (
    KnownComments,
    Manifest,
    ModelIdentity,
    Part,
    Run,
    Since,
    SourceIdentity,
    begin_run,
    chain,
    finish_run,
    known_comments,
)
from cxnlp.schema import LEDGER_SCHEMA, Outcome

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_never_labelled_is_never_known() -> None:
    assert KnownComments(np.empty(0, np.uint64)).take(np.array([1], np.uint64)).tolist() == [False]
    assert KnownComments(np.array([1], np.uint64)).take(np.empty(0, np.uint64)).tolist() == []


def test_a_comment_is_used_up_across_chunks() -> None:
    known = KnownComments(np.array([5, 5, 5], np.uint64))
    assert known.take(np.array([5, 5], np.uint64)).tolist() == [True, True]
    assert known.take(np.array([5, 5], np.uint64)).tolist() == [True, False]


def _run(
    folder: Path, comments: list[tuple[int, Outcome]], *, model: str = "m", since: Run | None = None
) -> Run:
    link = since and Since(run=f"../{since.folder.name}", digest=since.manifest.identity())
    manifest = Manifest(
        source=SourceIdentity(uri="feedback.csv", digest=f"sha256:{folder.name}"),
        model=ModelIdentity(name="levels-fast", kind="linear", digest=model),
        settings={},
        config_digest="sha256:c",
        columns={},
        part_size=10,
        coverage=0.9,
        evidence_threshold=0.5,
        since=link or None,
        versions={},
    )
    run = begin_run(folder, manifest)
    n = len(comments)
    ledger = pa.table(
        {
            "row": range(n),
            "id_digest": range(n),
            "comment_digest": [digest for digest, _ in comments],
            "outcome": [outcome.value for _, outcome in comments],
        },
        schema=LEDGER_SCHEMA,
    )
    nothing = pa.table({name: pa.array([], pa.string()) for name in ("status", "reason")})
    run.parts.write(0, Part(nothing, nothing, ledger=ledger))
    return finish_run(run)


def test_no_run_knows_no_comment() -> None:
    assert len(known_comments([], "m")) == 0


def test_only_what_this_model_has_labelled_is_known(tmp_path: Path) -> None:
    outcomes = [(7, Outcome.LABELS), (8, Outcome.REJECTED), (9, Outcome.ALREADY)]
    mine = _run(tmp_path / "mine", outcomes)
    other = _run(tmp_path / "other", [(11, Outcome.LABELS)], model="another")
    known = known_comments([mine, other], "m")
    assert len(known) == 1
    assert known.take(np.array([7, 8, 9, 11], np.uint64)).tolist() == [True, False, False, False]


def test_a_chain_goes_back_to_its_first_run(tmp_path: Path) -> None:
    first = _run(tmp_path / "first", [])
    second = _run(tmp_path / "second", [], since=first)
    third = _run(tmp_path / "third", [], since=second)
    assert [run.folder.name for run in chain(third)] == ["third", "second", "first"]


def test_a_chain_that_comes_back_to_itself_is_refused(tmp_path: Path) -> None:
    first = _run(tmp_path / "first", [])
    second = _run(tmp_path / "second", [], since=first)
    link = Since(run="../second", digest=second.manifest.identity())
    first.manifest.model_copy(update={"since": link}).save(first.folder)
    with pytest.raises(RunFolderError, match="builds on itself"):
        list(chain(second))


def test_another_run_in_the_place_of_the_one_built_on_is_refused(tmp_path: Path) -> None:
    first = _run(tmp_path / "first", [])
    second = _run(tmp_path / "second", [], since=first)
    first.manifest.model_copy(update={"config_digest": "sha256:other"}).save(first.folder)
    with pytest.raises(RunFolderError, match="another run") as caught:
        list(chain(second))
    assert "first" in str(caught.value)


def test_an_unfinished_run_that_is_built_on_is_refused(tmp_path: Path) -> None:
    first = _run(tmp_path / "first", [])
    second = _run(tmp_path / "second", [], since=first)
    third = _run(tmp_path / "third", [], since=second)
    first.manifest.model_copy(update={"finished": False}).save(first.folder)
    with pytest.raises(RunFolderError, match="first: found a run that is not finished"):
        list(chain(third))

"""`--since` labels only comments that this model has not labelled, whatever their order or file."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import label

from cxnlp.errors import GateError, RunFolderError, UsageError
from cxnlp.flows.show import show
from cxnlp.models import load
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "a": "Lovely staff.",
    "b": "The courier never came.",
    "c": "n/a",
    "d": "It was fine.",
    "e": "They lost my parcel and nobody called back.",
}


def _csv(path: Path, rows: dict[str, str]) -> Path:
    lines = [f'{name},"{text}"' for name, text in rows.items()]
    path.write_text("\n".join(["id,comment", *lines]) + "\n", encoding="utf-8")
    return path


def test_only_new_and_changed_comments_are_labelled(tmp_path: Path) -> None:
    label(_csv(tmp_path / "monday.csv", TEXTS), tmp_path / "monday")
    rows = {**TEXTS, "b": "The courier came after all.", "f": "Great app."}
    shuffled = list(rows.items())
    random.Random(3).shuffle(shuffled)
    source = _csv(tmp_path / "another name.csv", dict(shuffled))
    result = label(source, tmp_path / "tuesday", since=tmp_path / "monday", part_size=2)
    assert sorted(result.labels["id"].to_pylist()) == ["b", "f"]
    assert result.rejected["id"].to_pylist() == ["c"]
    counts = result.counts
    assert counts.already == 3
    assert counts.rows == 6 == counts.labels + counts.rejected + counts.already
    assert "3 labelled already by an earlier run" in result.describe()


def test_a_text_that_changed_and_changed_back_is_labelled_again(tmp_path: Path) -> None:
    """Whoever keeps the newest label of an id then has that of its newest text."""
    since, labelled = None, []
    first, second = TEXTS["a"], TEXTS["b"]
    for number, text in enumerate([first, second, first, first, second, "n/a", second, second]):
        source = _csv(tmp_path / f"{number}.csv", {"a": text, "d": TEXTS["d"]})
        result = label(source, tmp_path / str(number), since=since)
        labelled.append("a" in result.labels["id"].to_pylist())
        assert ("d" in result.labels["id"].to_pylist()) == (number == 0)
        since = tmp_path / str(number)
    assert labelled == [True, True, True, False, True, False, True, False]


def test_a_later_row_with_the_same_id_is_no_newer_text(tmp_path: Path) -> None:
    label(_csv(tmp_path / "one.csv", {"a": TEXTS["a"]}), tmp_path / "one")
    source = tmp_path / "two.csv"
    source.write_text(f"id,comment\na,{TEXTS['a']}\na,{TEXTS['b']}\n")
    label(source, tmp_path / "two", since=tmp_path / "one")
    again = label(
        _csv(tmp_path / "three.csv", {"a": TEXTS["a"]}), tmp_path / "three", since=tmp_path / "two"
    )
    assert (again.counts.already, again.counts.labels) == (1, 0)


def test_the_same_file_again_labels_nothing(tmp_path: Path) -> None:
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "one")
    counts = label(source, tmp_path / "two", since=tmp_path / "one").counts
    assert (counts.labels, counts.already, counts.rejected) == (0, 4, 1)


def test_runs_build_on_each_other(tmp_path: Path) -> None:
    since = None
    for number, names in enumerate(("ab", "abd", "de", "abcde")):
        source = _csv(tmp_path / f"{number}.csv", {name: TEXTS[name] for name in names})
        result = label(source, tmp_path / str(number), since=since)
        since = tmp_path / str(number)
    assert result.counts.already == 4
    assert result.counts.labels == 0


def test_another_model_labels_all_again_and_the_first_remembers_its_own(tmp_path: Path) -> None:
    from dataclasses import replace

    from cxnlp.models.folder import seal

    model = load("levels-fast")
    other = tmp_path / "other-model"
    renamed = model.manifest.model_copy(update={"name": "other"})
    contents = seal(renamed, model.contents.files)
    second = replace(model, contents=contents).save(other)
    assert load(other).digest != model.digest
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "one", model=model)
    assert label(source, tmp_path / "two", model=other, since=tmp_path / "one").counts.already == 0
    assert (
        label(source, tmp_path / "three", model=model, since=tmp_path / "two").counts.already == 4
    )
    shown = show(tmp_path / "two", row=0).data
    assert [entry["model"] for entry in shown["history"]] == ["other", "levels-fast"]
    assert second.name == "other"


def test_without_ids_equal_comments_are_as_many_as_they_are(tmp_path: Path) -> None:
    good, date = "Good service.", "2026-03-01"

    def run(name: str, rows: list[tuple[str, str]], since: str | None) -> tuple[int, int]:
        path = tmp_path / f"{name}.csv"
        path.write_text("comment,date\n" + "".join(f"{text},{day}\n" for text, day in rows))
        earlier = None if since is None else tmp_path / since
        counts = label(path, tmp_path / name, since=earlier, part_size=2).counts
        return counts.labels, counts.already

    assert run("one", [(good, date)] * 3, None) == (3, 0)
    assert run("two", [(good, date)] * 5, "one") == (2, 3)
    assert run("three", [(good, date)] * 6, "two") == (1, 5)
    assert run("four", [(good, "2026-03-02")] + [(good, date)] * 2, "three") == (1, 2)


def test_a_known_comment_still_keeps_later_rows_with_its_id_out(tmp_path: Path) -> None:
    label(_csv(tmp_path / "one.csv", {"a": TEXTS["a"]}), tmp_path / "one")
    source = tmp_path / "two.csv"
    source.write_text(f"id,comment\na,{TEXTS['a']}\na,Something else.\na,{TEXTS['a']}\n")
    result = label(source, tmp_path / "two", since=tmp_path / "one", part_size=1)
    assert result.counts.already == 1
    assert result.rejected["reason"].to_pylist() == ["duplicate_id"] * 2
    assert result.labels.num_rows == 0


def test_a_job_that_lost_parts_goes_on_with_what_it_knew(tmp_path: Path) -> None:
    label(_csv(tmp_path / "one.csv", {"a": TEXTS["a"], "d": TEXTS["d"]}), tmp_path / "one")
    rows = {**TEXTS, **{f"n{number}": f"Slow reply, {number}." for number in range(8)}}
    source = _csv(tmp_path / "two.csv", rows)
    label(source, tmp_path / "two", since=tmp_path / "one", part_size=3)
    files = {p: p.read_bytes() for p in (tmp_path / "two").rglob("part-*.parquet")}
    for lost in (1, 3):
        (tmp_path / "two" / "labels" / f"part-{lost:06d}.parquet").unlink()
    label(source, tmp_path / "two", since=tmp_path / "one", part_size=3)
    assert {p: p.read_bytes() for p in (tmp_path / "two").rglob("part-*.parquet")} == files


def test_a_job_that_goes_on_has_used_up_what_its_parts_found_known(tmp_path: Path) -> None:
    """One "Good." is known: the first of the new three, in whichever attempt the others come."""
    label(["Good.", "Late again."], tmp_path / "monday")
    texts = ["Good.", "Kind people.", "Good.", "Good."]
    since = tmp_path / "monday"
    whole = label(texts, tmp_path / "tuesday", since=since, part_size=2)
    assert whole.labels["row"].to_pylist() == [1, 2, 3]
    open_run(tmp_path / "tuesday").parts.path("labels", 1).unlink()
    again = label(texts, tmp_path / "tuesday", since=since, part_size=2)
    assert again.labels["row"].to_pylist() == [1, 2, 3]


def test_the_ledger_says_where_every_row_went(tmp_path: Path) -> None:
    label(_csv(tmp_path / "one.csv", {"a": TEXTS["a"]}), tmp_path / "one")
    label(_csv(tmp_path / "two.csv", TEXTS), tmp_path / "two", since=tmp_path / "one")
    ledger = pq.read_table(tmp_path / "two" / "ledger")
    assert ledger["outcome"].to_pylist() == ["already", "labels", "rejected", "labels", "labels"]


def test_another_since_is_another_job(tmp_path: Path) -> None:
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "one")
    label(source, tmp_path / "two", since=tmp_path / "one")
    with pytest.raises(RunFolderError, match="another configuration"):
        label(source, tmp_path / "two")


def test_a_run_cannot_build_on_itself_nor_on_an_unfinished_one(tmp_path: Path) -> None:
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "one")
    with pytest.raises(UsageError, match="folder that the job shall write"):
        label(source, tmp_path / "one", since=tmp_path / "one")
    run = open_run(tmp_path / "one")
    run.manifest.model_copy(update={"finished": False}).save(run.folder)
    with pytest.raises(RunFolderError, match="not finished"):
        label(source, tmp_path / "two", since=tmp_path / "one")


def test_a_chain_whose_link_is_gone_is_refused_by_name(tmp_path: Path) -> None:
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "one")
    label(source, tmp_path / "two", since=tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "elsewhere")
    with pytest.raises(RunFolderError, match="one/manifest"):
        label(source, tmp_path / "three", since=tmp_path / "two")


def test_runs_that_move_together_still_find_each_other(tmp_path: Path) -> None:
    source = _csv(tmp_path / "x.csv", TEXTS)
    label(source, tmp_path / "runs" / "one")
    label(source, tmp_path / "runs" / "two", since=tmp_path / "runs" / "one")
    (tmp_path / "runs").rename(tmp_path / "moved")
    counts = label(source, tmp_path / "moved" / "three", since=tmp_path / "moved" / "two").counts
    assert counts.already == 4


def test_show_tells_which_run_labelled_a_row_that_was_left_out(tmp_path: Path) -> None:
    label(_csv(tmp_path / "one.csv", {"d": TEXTS["d"], "a": TEXTS["a"]}), tmp_path / "one")
    changed = {**TEXTS, "d": "It was not fine."}
    label(_csv(tmp_path / "two.csv", changed), tmp_path / "two", since=tmp_path / "one")
    left = show(tmp_path / "two", row=0).data
    assert left["outcome"] == "already"
    assert [(entry["run"], entry["row"]) for entry in left["history"]] == [
        (str((tmp_path / "one").resolve()), 1)
    ]
    again = show(tmp_path / "two", row=3).data
    assert again["outcome"] == "labels"
    assert [entry["row"] for entry in again["history"]] == [3, 0]
    new = show(tmp_path / "two", row=4).data
    assert [entry["row"] for entry in new["history"]] == [4], "the earlier run had no such comment"


def test_the_share_of_rejected_rows_is_of_the_rows_that_are_new(tmp_path: Path) -> None:
    """A growing table's old rows, good or bad, neither hide nor make a bad hour."""
    rows = {f"old {n}": f"The courier came {n} days late." if n > 3 else "n/a" for n in range(20)}
    label(_csv(tmp_path / "1.csv", rows), tmp_path / "1", max_rejected=0.2)
    rows |= {"new 1": "Rude staff.", "new 2": "n/a", "new 3": "n/a"}
    with pytest.raises(GateError, match=r"2 of 3 new rows rejected \(66\.7%\)"):
        label(
            _csv(tmp_path / "2.csv", rows), tmp_path / "2", since=tmp_path / "1", max_rejected=0.2
        )
    rows |= {"later": "Lovely staff.", "latest": "Rude staff."}
    for _ in range(2):  # a finished run is asked again
        result = label(
            _csv(tmp_path / "3.csv", rows), tmp_path / "3", since=tmp_path / "2", max_rejected=0
        )
    assert (result.counts.rejected, result.counts.already) == (6, 17)
    label(_csv(tmp_path / "4.csv", rows), tmp_path / "4", since=tmp_path / "3", max_rejected=0)


def test_rejections_are_known_as_often_as_one_run_met_them_without_ids(tmp_path: Path) -> None:
    label(["n/a", "n/a", "Fine."], tmp_path / "1")
    label(["n/a", "n/a", "Good."], tmp_path / "2", since=tmp_path / "1", max_rejected=0)
    with pytest.raises(GateError, match="1 of 2 new rows"):
        label(["n/a"] * 3 + ["Bad."], tmp_path / "3", since=tmp_path / "2", max_rejected=0.1)


def test_a_run_is_begun_after_the_one_it_builds_on_whatever_the_clock_says(tmp_path: Path) -> None:
    label(["Fine."], tmp_path / "1")
    first = open_run(tmp_path / "1")
    late = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    first.manifest.model_copy(update={"begun_at": late}).save(first.folder)
    second = label(["Good."], tmp_path / "2", since=tmp_path / "1").manifest.begun_at
    assert second is not None
    assert second > late

"""`--since` labels only comments that this model has not labelled, whatever their order or file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import label

from cxnlp.errors import RunFolderError
from cxnlp.flows.show import show
from cxnlp.models import load

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

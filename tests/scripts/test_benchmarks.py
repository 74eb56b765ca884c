"""The benchmarks measure what they say."""

from __future__ import annotations

import csv
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from benchmarks.comments import comments, write_comments
from benchmarks.processes import cost
from benchmarks.result import Aim, Result, called

SCRIPT: Final = Path(__file__).parents[2] / "scripts" / "benchmark.py"


def test_made_up_comments_are_alike_each_time_and_no_two_are_equal() -> None:
    first = list(itertools.islice(comments(seed=3), 500))
    assert first == list(itertools.islice(comments(seed=3), 500))
    assert len(set(first)) == 500


def test_a_file_of_comments_has_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    write_comments(tmp_path / "c.csv", 50)
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["id"] for row in rows}) == 50
    assert all(row["comment"] for row in rows)


def test_a_process_that_takes_more_memory_costs_more() -> None:
    little = cost([sys.executable, "-c", "pass"])
    much = cost([sys.executable, "-c", "x = b'1' * 200_000_000"])
    assert 150 < much.megabytes - little.megabytes < 300
    assert little.seconds > 0


def test_a_process_that_fails_is_no_figure() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        cost([sys.executable, "-c", "raise SystemExit(3)"])


@pytest.mark.parametrize(
    ("value", "at_most", "met"),
    [(1.0, True, True), (1.1, True, False), (1.0, False, True), (0.9, False, False)],
)
def test_an_aim_is_met_on_its_own_side_of_the_bound(value: float, at_most: bool, met: bool) -> None:
    assert Aim("figure", value, 1.0, at_most=at_most).met is met


def test_a_result_is_written_for_people_and_for_machines(tmp_path: Path) -> None:
    aims = (Aim("figure", 2.0, 1.0, at_most=True),)
    Result("name", "Title", ("what", "s"), (("one", 2.0),), aims).save(tmp_path)
    values = json.loads((tmp_path / "name.json").read_text(encoding="utf-8"))
    assert values["figures"] == [{"what": "one", "s": 2.0}]
    assert values["aims"][0]["met"] is False
    assert "**missed**" in (tmp_path / "name.md").read_text(encoding="utf-8")


def test_starting_is_measured_from_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "start", "--rounds", "1", "--save", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert "cxnlp --help" in done.stdout
    assert (tmp_path / "start.json").exists()


@pytest.mark.slow
def test_labelling_and_memory_are_measured_from_the_command_line() -> None:
    for words in (
        ["label", "--comments", "200", "--rounds", "1"],
        ["memory", "--few", "100", "--many", "200"],
    ):
        done = subprocess.run(
            [sys.executable, SCRIPT, *words], capture_output=True, check=True, encoding="utf-8"
        )
        assert "comments a second" in done.stdout


def test_what_was_called_names_no_folder_of_this_machine() -> None:
    words = [str(SCRIPT), "levels", "--pipeline", "/home/somebody/made/model", "--save", "docs"]
    assert called(words) == "python scripts/benchmark.py levels --pipeline model --save docs"


def test_no_folder_of_a_person_stands_in_the_saved_benchmarks() -> None:
    for page in (SCRIPT.parents[1] / "docs" / "benchmarks").iterdir():
        assert not re.search(r"[ \"`]/(work|home|root|Users)/", page.read_text(encoding="utf-8"))

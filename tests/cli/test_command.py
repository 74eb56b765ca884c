"""The command line: data on stdout, words on stderr, exit codes by the contract."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CSV = "id,comment\n1,Lovely staff.\n2,n/a\n3,They lost my parcel and nobody ever called back.\n"


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "feedback.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def test_no_comment_reaches_the_log(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["label", source, "--out", str(tmp_path / "run")])
    main(["check", source])
    out, err = capsys.readouterr()
    assert "parcel" not in out + err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["check", "no-such-file.csv"], 4, "no-such-file.csv"),
        (["label", "SOURCE", "--out", "RUN", "--text-column", "coment"], 4, "comment"),
        (["label", "SOURCE", "--out", "RUN", "--model", "no-such-model"], 5, "no-such-model"),
        (["label", "SOURCE", "--out", "RUN", "--map", "mood=comment"], 2, "mood"),
        (["label", "SOURCE", "--out", "RUN", "--max-rejected", "5%"], 8, "33.3%"),
        (["report", "no-such-run", "--out", "r.html"], 6, "no-such-run"),
        (["show", "no-such-thing"], 5, "no-such-thing"),
        (["export", "RUN", "--to", "x.csv"], 6, "RUN"),
        (["label", "SOURCE", "--out", "s3://bucket/run"], 2, "cxnlp export"),
        (["run", "SOURCE", "--out", "s3://bucket/run"], 2, "cxnlp export"),
        (["label", "SOURCE", "--out", "/"], 2, "root"),
        (["label", "SOURCE", "--out", "."], 6, "other things"),
    ],
)
def test_each_kind_of_fault_has_its_exit_code(
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([source if word == "SOURCE" else word for word in words]) == code
    err = capsys.readouterr().err
    assert err.strip().splitlines()[-1].startswith(f"cxnlp {words[0]}: ")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["lable"],
        ["label", "x.csv"],
        ["label", "x.csv", "--out", "r", "--map", "channel"],
        ["label", "x.csv", "--out", "r", "--max-rejected", "many"],
        ["label", "x.csv", "--out", "r", "--workers", "0"],
        ["label", "x.csv", "--out", "r", "--wor", "2"],
    ],
)
def test_wrong_words_are_usage_errors(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cxnlp", "label", "-", "--out", str(tmp_path / "run")]
    done = subprocess.run(command, input=CSV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 rows: 2 in labels" in done.stderr


def test_a_reader_that_leaves_early_is_no_error(source: str) -> None:
    command = f"{sys.executable} -m cxnlp check {source} 2>&1 | true; exit ${{PIPESTATUS[0]}}"
    assert subprocess.run(["bash", "-c", command], check=False).returncode == 0

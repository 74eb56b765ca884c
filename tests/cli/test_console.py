"""Words and bars at a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from cxnlp.cli.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_off_a_terminal_every_line_is_json_with_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.say("two\nlines")
    console.begin("labelling", 100, done=20)
    console.advance(30)
    console.advance(30)
    console.end()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(line["time"].endswith("+00:00") for line in lines)
    assert lines[0]["message"] == "two\nlines"
    assert (lines[1]["step"], lines[1]["rows"]) == ("labelling", 50)
    assert lines[1]["rows_per_second"] > 0
    assert lines[1]["seconds_left"] >= 0
    assert lines[-1]["rows"] == 80, "the end is told, though the last lines came quickly"
    assert len(lines) == 3


def test_a_step_without_rows_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.begin("checking", None)
    console.end()
    assert capsys.readouterr().err == ""


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(quiet=True)
    console.say("words")
    console.begin("labelling", 10)
    console.advance(10)
    console.end()
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_words_and_a_bar_with_rows_per_second_and_the_time_left(
    tmp_path: Path,
) -> None:
    source = tmp_path / "feedback.csv"
    source.write_text("id,comment\n" + "".join(f"{n},Slow reply {n}.\n" for n in range(3000)))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    command = [sys.executable, "-m", "cxnlp", "label", str(source), "--out", str(tmp_path / "run")]
    with subprocess.Popen(
        [*command, "--part-size", "200"], stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # how Linux tells that the other end has gone
                break
            if not more:
                break
            shown += more
    os.close(ours)
    assert process.returncode == 0
    words = shown.decode()
    assert "comment (guessed)" in words
    assert "rows/s" in words
    assert "labelling:" in words
    assert '"time"' not in words

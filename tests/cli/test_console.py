"""Words and bars at a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import argparse
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data

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


class Screen(io.StringIO):
    """A terminal that keeps what it was shown."""

    def isatty(self) -> bool:
        return True


def test_a_bar_whose_total_was_guessed_too_low_goes_on_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    console = Console()
    console.say("before the bar")
    console.begin("labelling", 10)
    console.advance(10)
    assert console._bar.total == 10
    console.advance(5)
    assert (console._bar.total, console._bar.n) == (None, 15)
    console.say("beside the bar")
    console.end()
    shown = screen.getvalue()
    assert shown.startswith("before the bar\n")
    assert "beside the bar\n" in shown
    assert "labelling" in shown


def test_results_are_json_where_it_is_asked_for_and_words_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_data(argparse.Namespace(json=True), {"größe": 2}, "two")
    assert json.loads(capsys.readouterr().out) == {"größe": 2}
    print_data(argparse.Namespace(json=False), {"größe": 2}, "two")
    assert capsys.readouterr().out == "two\n"
    print_data(argparse.Namespace(json=False), {"größe": 2}, "")
    assert capsys.readouterr().out == ""

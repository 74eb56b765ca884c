"""What a flow speaks to: here one that says nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.flows.progress import Progress, Silent

if TYPE_CHECKING:
    import pytest


def test_whoever_is_silent_is_a_progress_and_tells_neither_words_nor_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent: Progress = Silent()
    silent.say("Kind staff.")
    silent.begin("labelling", None)
    silent.begin("labelling", 10, done=4)
    silent.advance(6)
    silent.end()
    assert capsys.readouterr() == ("", "")

"""A workplace keeps its own checkpoint and result, and clears away what is of another work."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from cxnlp.training.network.checkpoints import Workplace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own

MADE_FROM = {"seed": 1, "texts": "abc"}


def made(place: Workplace) -> None:
    place.model.mkdir()
    (place.model / "config.json").write_text("{}", encoding="utf-8")


def test_what_it_is_made_from_is_written_down_and_is_its_identity(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path / "a" / "b", MADE_FROM)
    text = '{\n "seed": 1,\n "texts": "abc"\n}\n'
    assert (place.folder / "made_from.json").read_text(encoding="utf-8") == text
    assert place.identity == hashlib.sha256(text.encode()).hexdigest()
    turned = Workplace.enter(tmp_path / "a" / "b", dict(reversed(MADE_FROM.items())))
    assert turned == place
    assert (place.finished, place.given, place.load()) == (False, None, None)


def test_the_same_work_goes_on_where_it_was(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path, MADE_FROM)
    place.save({"step": 7, "rest": [1.5]})
    again = Workplace.enter(tmp_path, MADE_FROM)
    assert again.load() == {"step": 7, "rest": [1.5]}
    made(again)
    assert Workplace.enter(tmp_path, MADE_FROM).finished


def test_another_work_begins_anew(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path, MADE_FROM)
    place.save({"step": 7})
    made(place)
    other = Workplace.enter(tmp_path, {**MADE_FROM, "seed": 2})
    assert other.identity != place.identity
    assert (other.load(), other.finished) == (None, False)
    assert [path.name for path in tmp_path.iterdir()] == ["made_from.json"]


def test_a_result_that_somebody_gave_stays_whatever_it_was_made_from(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path, MADE_FROM)
    (tmp_path / "given.txt").write_text(" trained elsewhere \n", encoding="utf-8")
    before = place.given
    made(place)
    assert (before, place.given) == (None, "trained elsewhere"), "given once it stands"
    other = Workplace.enter(tmp_path, {**MADE_FROM, "seed": 2})
    assert other.finished
    assert other.given == "trained elsewhere"


def test_half_a_checkpoint_is_none(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path, MADE_FROM)
    place.save({"step": 7})
    state = tmp_path / "checkpoint.pt"
    state.write_bytes(state.read_bytes()[:50])
    assert place.load() is None


def test_once_the_result_stands_the_checkpoint_goes(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path, MADE_FROM)
    place.save({"step": 7})
    made(place)
    place.drop_state()
    place.drop_state()
    assert (place.load(), place.finished) == (None, True)

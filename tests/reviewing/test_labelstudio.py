"""Tasks for Label Studio: what a person sees there, and what their clicks come back as."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.reviewing.labelstudio import LABELLING_CONFIG, read_tasks, write_tasks
from cxnlp.reviewing.returned import Drawn, Unjudged
from cxnlp.reviewing.sheet import ReviewItem

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = (
    ReviewItem("a7", "Größer, später.", 4, 2, 0.98765, "in doubt", ("b", "c")),
    ReviewItem("b2", "It was fine.", None, 0, 0.1, "drawn", stratum="random", chance=0.25),
)


def test_a_task_shows_the_comment_and_the_models_answer_as_a_prediction(tmp_path: Path) -> None:
    path = tmp_path / "new" / "tasks.json"
    write_tasks(ITEMS, path)
    text = path.read_text(encoding="utf-8")
    assert "Größer" in text, "people read the file too"
    first, second = json.loads(text)
    assert first["data"] == {
        "id": "a7",
        "text": "Größer, später.",
        "level": "desired",
        "reason": "in doubt",
        "related": "b c",
        "stratum": "chosen",
        "chance": None,
        "rank": 1,
    }
    (guess,) = first["predictions"]
    assert (guess["model_version"], guess["score"]) == ("cxnlp", 0.9877)
    (result,) = guess["result"]
    assert result == {
        "from_name": "level",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["basic"]},
    }
    data = second["data"]
    assert (data["level"], data["stratum"], data["chance"], data["rank"]) == ("", "random", 0.25, 2)
    assert second["predictions"][0]["result"][0]["value"] == {"choices": ["none"]}


def test_tasks_that_stand_are_not_written_over_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    write_tasks(ITEMS, path)
    with pytest.raises(UsageError, match="already"):
        write_tasks(ITEMS[:1], path)
    write_tasks(ITEMS[:1], path, fresh=True)
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 1


def test_the_interface_offers_each_level_by_its_number_and_none_by_0() -> None:
    view = ET.fromstring(LABELLING_CONFIG)  # noqa: S314 - our own
    (choices,) = view.findall("Choices")
    assert (choices.get("name"), choices.get("toName")) == ("level", "text")
    found = [(one.get("value"), one.get("hotkey")) for one in choices.findall("Choice")]
    assert found == [*zip(LEVEL_NAMES, "123456", strict=True), ("none", "0")]
    assert "Choice" not in {child.tag for child in view}


def chosen(*levels: str, who: object = 7, at: str = "2026-03-01") -> dict[str, Any]:
    result = [{"type": "choices", "value": {"choices": [level]}} for level in levels]
    return {"completed_by": who, "updated_at": at, "result": result}


def export(folder: Path, *tasks: object) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def task(*annotations: dict[str, Any], **data: object) -> dict[str, Any]:
    held = {"id": "a7", "level": "desired", "text": "Late.", "stratum": "random", "rank": 1}
    return {"data": {**held, "chance": 0.5, **data}, "annotations": list(annotations)}


def test_a_click_is_a_correction_with_its_person_and_day(tmp_path: Path) -> None:
    found = read_tasks(export(tmp_path, task(chosen("basic", who={"id": 7, "email": "a@b.org"}))))
    (one,) = found.corrections
    assert (one.id, one.before, one.after, one.text) == ("a7", 4, 2, "Late.")
    assert (one.reviewer, one.reviewed_at, one.stratum) == ("a@b.org", "2026-03-01", "random")
    assert found.drawn == (Drawn("a7", judged=True, rank=1, chance=0.5),)
    assert (found.name, found.told, found.left) == ("export.json", True, 0)


@pytest.mark.parametrize(
    ("who", "told"), [(None, ""), (7, "7"), ({"id": 7}, "7"), ({"email": "", "id": 3}, "3")]
)
def test_a_person_is_told_by_what_is_known_of_them(tmp_path: Path, who: object, told: str) -> None:
    (one,) = read_tasks(export(tmp_path, task(chosen("basic", who=who)))).corrections
    assert one.reviewer == told


def test_a_task_without_an_answer_is_not_judged(tmp_path: Path) -> None:
    skipped = {**chosen("basic"), "was_cancelled": True}
    found = read_tasks(
        export(
            tmp_path,
            task(id="a"),
            task(skipped, id="b"),
            task(chosen(), id="c", stratum="chosen"),
        )
    )
    assert found.corrections == ()
    assert found.unjudged == tuple(Unjudged(name, "Late.") for name in "abc")
    assert [(one.id, one.judged) for one in found.drawn] == [("a", False), ("b", False)]


def test_tasks_of_other_makers_tell_no_parts_and_all_may_have_been_drawn(tmp_path: Path) -> None:
    bare = {"data": {"id": 5}, "annotations": [chosen("none")]}
    found = read_tasks(export(tmp_path, bare, task(chosen("basic"))))
    assert not found.told
    assert [one.id for one in found.drawn] == ["5", "a7"]
    assert (found.corrections[0].before, found.corrections[0].after) == (None, 0)


def test_no_tasks_are_a_review_of_nothing(tmp_path: Path) -> None:
    found = read_tasks(export(tmp_path))
    assert (found.corrections, found.unjudged, found.told) == ((), (), True)


def test_what_is_wrong_is_named_by_the_number_of_the_task(tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match=r"a task \(2\) without what it needs"):
        read_tasks(export(tmp_path, task(), {"data": {"text": "no id"}, "annotations": []}))
    with pytest.raises(InputDataError, match="task 1: found the level 'best'"):
        read_tasks(export(tmp_path, task(chosen("best"))))
    with pytest.raises(InputDataError, match=r"nowhere\.json: found text that is no JSON"):
        read_tasks(tmp_path / "nowhere.json")

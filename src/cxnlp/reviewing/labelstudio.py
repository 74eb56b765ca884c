"""Label Studio: review items out as tasks, judgements back in from its JSON export.

Made for the task format of Label Studio 1.x: https://labelstud.io/guide/tasks and
https://labelstud.io/guide/export (JSON, not JSON-MIN).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxnlp.errors import InputDataError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.reviewing.returned import (
    Correction,
    Drawn,
    Returned,
    Unjudged,
    drawn_row,
    one_per_comment,
    parse_level,
)
from cxnlp.reviewing.sheet import level_word, refuse_standing
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.reviewing.sheet import ReviewItem

__all__ = ["LABELLING_CONFIG", "read_tasks", "write_tasks"]

_CHOICES: Final = (*LEVEL_NAMES, "none")

LABELLING_CONFIG: Final = (
    '<View>\n  <Text name="text" value="$text"/>\n  <Header value="Now: $level. $reason"/>\n'
    '  <Choices name="level" toName="text" choice="single-radio" required="true">\n'
    + "".join(
        f'    <Choice value="{name}" hotkey="{(place + 1) % 7}"/>\n'
        for place, name in enumerate(_CHOICES)
    )
    + "  </Choices>\n</View>\n"
)
"""The labelling interface to paste into the project's settings: keys 1 to 6, and 0 for none."""


def write_tasks(items: Sequence[ReviewItem], path: Path, *, fresh: bool = False) -> None:
    """Write review items as tasks with the model's answer as prediction, whole or not at all.

    Args:
        items: comments to look at, the most urgent first.
        path: the file, JSON.
        fresh: write over a file that stands.

    Raises:
        UsageError: the file is there already and `fresh` is not set.

    >>> import tempfile
    >>> from cxnlp.reviewing.sheet import ReviewItem
    >>> item = ReviewItem("a7", "Late again.", 4, 2, 0.9, "the model expects basic")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_tasks([item], Path(place) / "review.json")
    ...     json.loads((Path(place) / "review.json").read_text())[0]["data"]["level"]
    'desired'
    """
    refuse_standing(path, fresh=fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    tasks = [
        {
            "data": {
                "id": item.id,
                "text": item.text,
                "level": level_word(item.level),
                "reason": item.reason,
                "related": " ".join(item.related),
                "stratum": item.stratum,
                "chance": item.chance,
                "rank": rank,
            },
            "predictions": [
                {
                    "model_version": "cxnlp",
                    "score": round(item.score, 4),
                    "result": [
                        {
                            "from_name": "level",
                            "to_name": "text",
                            "type": "choices",
                            "value": {"choices": [level_word(item.suggested)]},
                        }
                    ],
                }
            ],
        }
        for rank, item in enumerate(items, 1)
    ]
    content = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, lambda aside: _write(aside, content))


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")


def read_tasks(path: str | Path) -> Returned:
    """Read Label Studio's JSON export.

    Of a person's annotations of a task the last one that was not cancelled counts; a task without
    one was not judged. Two people must agree, as two rows of a table must.

    Args:
        path: the export.

    Raises:
        InputDataError: it is no such export, has an unknown level, or judges a comment in two ways.

    >>> import tempfile
    >>> judged = [{"type": "choices", "value": {"choices": ["basic"]}}]
    >>> task = {"data": {"id": "a7", "level": "desired"}, "annotations": [{"result": judged}]}
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "export.json"
    ...     _ = file.write_text(json.dumps([task]))
    ...     found = read_tasks(file).corrections[0]
    >>> found.id, found.before, found.after
    ('a7', 4, 2)
    """
    content = Path(path).read_bytes() if Path(path).is_file() else b""
    try:
        tasks = json.loads(content)
    except ValueError as error:
        raise _foreign(path, "text that is no JSON") from error
    if not isinstance(tasks, list):
        raise _foreign(path, "JSON that is no list")
    corrections: list[Correction] = []
    drawn: list[Drawn] = []
    unjudged: list[Unjudged] = []
    for place, task in enumerate(tasks):
        try:
            given = _corrections(task, f"{path}, task {place + 1}")
            if task["data"].get("stratum", "random") == "random":
                drawn.append(drawn_row(task["data"], judged=bool(given)))
            if not given:
                text = str(task["data"].get("text") or "")
                unjudged.append(Unjudged(str(task["data"]["id"]), text))
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise _foreign(path, f"a task ({place + 1}) without what it needs") from error
        corrections += given
    return Returned(
        Path(path).name,
        hashlib.sha256(content).hexdigest(),
        one_per_comment(corrections, path),
        tuple(drawn),
        told=all("stratum" in task["data"] for task in tasks),
        unjudged=tuple(unjudged),
    )


def _corrections(task: dict[str, Any], where: str) -> list[Correction]:
    """What each person said last of a task, who spoke last first."""
    latest: dict[str, dict[str, Any]] = {}
    for one in task["annotations"]:
        if not one.get("was_cancelled"):
            person = _person(one.get("completed_by"))
            latest.pop(person, None)
            latest[person] = one
    data = task["data"]
    found = []
    for person, one in reversed(latest.items()):
        chosen = [result for result in one["result"] if result["type"] == "choices"]
        if not chosen:
            continue
        after = parse_level(chosen[0]["value"]["choices"][0], where)
        assert after is not None  # noqa: S101 - Label Studio knows no empty choice
        found.append(
            Correction(
                str(data["id"]),
                parse_level(str(data.get("level") or ""), where),
                after,
                person,
                str(one.get("updated_at") or ""),
                stratum=str(data.get("stratum") or ""),
                text=str(data.get("text") or ""),
            )
        )
    return found


def _person(who: object) -> str:
    """Who judged: Label Studio writes a number, or all it knows of the person."""
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return "" if who is None else str(who)


def _foreign(path: str | Path, found: str) -> InputDataError:
    return InputDataError(
        path,
        found=found,
        expected="Label Studio's export in the format JSON",
        hint="Export the project as JSON (not JSON-MIN), with the tasks that cxnlp wrote.",
    )

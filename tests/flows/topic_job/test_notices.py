"""What a person should know about topics: said where it is so, and not a word where it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cxnlp.flows.topic_job.notices import (
    about_dates,
    about_languages,
    about_levels,
    about_stability,
    about_unassigned,
    about_weights,
    kept_notices,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "1"
TODAY = datetime(2026, 3, 1, tzinfo=UTC)


def test_comments_without_a_topic_are_counted_beside_what_was_asked_for() -> None:
    assert about_unassigned(0, 31, 240) == []
    (told,) = about_unassigned(0.2, 1_231, 12_400)
    assert told.startswith(
        "1,231 of 12,400 comments (10%) are without a topic. Asked for were 20% of the different "
    )
    (told,) = about_unassigned(0.2, 0, 0)
    assert told.startswith("0 of 0 comments (0%)")


def labels_on(*days: datetime | None, status: str = "labelled") -> pa.Table:
    n = len(days)
    return pa.table(
        {
            "row": range(n),
            "level": pa.array([3] * n, pa.int8()),
            "status": [status] * n,
            "created_at": pa.array(days, pa.timestamp("us", tz="UTC")),
        }
    )


BEFORE, AFTER = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
EARLY = datetime(1970, 1, 1, tzinfo=UTC)


def test_each_kind_of_useless_date_is_counted_and_explained_future_ones_first() -> None:
    told = about_dates(labels_on(AFTER, EARLY, None, None, BEFORE), TODAY)
    assert [one.partition(" labelled")[0] for one in told] == ["1 of 5", "1 of 5", "2 of 5"]
    after, early, none = told
    assert "are dated after today" in after
    assert "are dated before 1980" in early
    assert "have no date that can be read" in none
    assert all(one.endswith("and everything else counts them.") for one in told)


def test_good_dates_are_not_spoken_of_nor_is_a_run_without_any() -> None:
    assert about_dates(labels_on(BEFORE, BEFORE), TODAY) == []
    assert about_dates(labels_on(None, None), TODAY) == [], "it has no trends to leave them out of"
    assert about_dates(labels_on(), TODAY) == []


@pytest.mark.parametrize(
    ("levels", "status", "told"),
    [
        ([2, 2], ["labelled"] * 2, ["All labelled comments are on level 2"]),
        ([2, 5], ["labelled", "no_evidence"], ["All labelled comments are on level 2"]),
        ([2, 5], ["labelled"] * 2, []),
        ([None], ["no_evidence"], []),
        ([], [], []),
    ],
)
def test_one_level_alone_lets_topics_rank_by_size(
    levels: list[int | None], status: list[str], told: list[str]
) -> None:
    table = pa.table(
        {"level": pa.array(levels, pa.int8()), "status": pa.array(status, pa.string())}
    )
    assert [one.partition(":")[0] for one in about_levels(table)] == told


@pytest.mark.parametrize(("foreign", "said"), [(0, False), (4, False), (5, True), (100, True)])
def test_a_twentieth_in_another_language_is_told(foreign: int, said: bool) -> None:
    status = ["unsupported_language"] * foreign + ["labelled"] * (100 - foreign)
    told = about_languages(pa.table({"status": status}))
    assert len(told) == said
    assert all(one.startswith(f"{foreign} of 100 comments are in a language") for one in told)
    assert about_languages(pa.table({"status": pa.array([], pa.string())})) == []


def test_unstable_topics_are_counted_and_those_of_earlier_versions_are_not() -> None:
    stable = pa.array([True, False, None, False])
    (told,) = about_stability(pa.table({"stable": stable}))
    assert told.startswith("2 of 4 topics are marked unstable")
    assert about_stability(pa.table({"stable": pa.array([None], pa.bool_())})) == []


def points(*trends: float | None) -> pa.Table:
    return pa.table({"trend": pa.array(trends, pa.float64())})


def weighed(pains: pa.Table, delights: pa.Table, n: int = 9) -> dict[str, pa.Table]:
    levels = pa.table({"n": [n]})
    return {"pain_points": pains, "delight_points": delights, "level_by_topic": levels}


def test_where_all_was_weighed_nothing_is_said() -> None:
    assert about_weights(weighed(points(0.1), points(None))) == []


@pytest.mark.parametrize(
    ("tables", "lacking", "told"),
    [
        (weighed(points(), points(), 0), (), ["No pain points, no delight points and no levels"]),
        (weighed(points(), points(0.1)), (), ["No pain points: no labelled comment"]),
        (weighed(points(0.1), points()), (), ["No delight points: no labelled comment"]),
        (weighed(points(), points()), (), ["No pain points:", "No delight points:"]),
        (weighed(points(None), points(None)), (), ["No trends: too few comments"]),
        (
            weighed(points(0.1), points(), 0),
            ("delight points", "levels by topic"),
            ["The folder holds no delight points and no levels by topic: an earlier version"],
        ),
        (
            weighed(points(), points(), 0),
            ("delight points",),
            ["No pain points:", "The folder holds no delight points: an earlier version"],
        ),
    ],
)
def test_what_could_not_be_weighed_is_said_with_its_reason(
    tables: dict[str, pa.Table], lacking: tuple[str, ...], told: list[str]
) -> None:
    found = about_weights(tables, lacking)
    assert len(found) == len(told)
    assert all(one.startswith(words) for one, words in zip(found, told, strict=True))


def test_what_was_noted_with_the_topics_is_kept_with_them() -> None:
    assert kept_notices(GOLDEN / "topics") == (
        "Only 19 different pieces of text: read the topics as a first sorting.",
    )


@pytest.mark.parametrize(
    "written", ["no json", "[]", '{"facts": 3}', '{"facts": {}}', '{"facts": {"notices": "No."}}']
)
def test_a_folder_that_holds_no_notices_is_read_as_one_without(
    tmp_path: Path, written: str
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "manifest.json").write_text(written, encoding="utf-8")
    assert kept_notices(tmp_path) == ()


def test_notices_are_words_whatever_stands_there(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    content = json.dumps({"facts": {"notices": ["No topics.", 3]}})
    (tmp_path / "model" / "manifest.json").write_text(content, encoding="utf-8")
    assert kept_notices(tmp_path) == ("No topics.", "3")

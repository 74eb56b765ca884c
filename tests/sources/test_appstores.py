"""App reviews as the stores give them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cxnlp.cli import main
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FEED = {
    "id": {"label": "55"},
    "author": {"name": {"label": "walker9"}},
    "im:rating": {"label": "1"},
    "im:version": {"label": "3.2"},
    "title": {"label": "Logs me out"},
    "content": {"label": "Every single day."},
    "updated": {"label": "2026-03-04T05:06:07-07:00"},
}
CONNECT = {
    "type": "customerReviews",
    "id": "r-1",
    "attributes": {
        "rating": 5,
        "title": "Great",
        "body": "Booked in a minute.",
        "reviewerNickname": "ann",
        "createdDate": "2026-03-04T05:06:07Z",
        "territory": "GBR",
    },
}
PLAY = {
    "reviewId": "g-1",
    "authorName": "Bo",
    "comments": [
        {
            "userComment": {
                "text": "\tCrashes at checkout.",
                "lastModified": {"seconds": "1772600767"},
                "starRating": 2,
                "reviewerLanguage": "en",
                "appVersionName": "3.2",
            }
        },
        {"developerComment": {"text": "Fixed in 3.3!", "lastModified": {"seconds": "1772700767"}}},
    ],
}


@pytest.mark.parametrize(
    ("record", "wrap", "text", "rating"),
    [
        (FEED, lambda r: {"feed": {"entry": r}}, "Logs me out\nEvery single day.", "1"),
        (CONNECT, lambda r: {"links": {}, "data": r}, "Great\nBooked in a minute.", "5"),
        (PLAY, lambda r: {"reviews": r, "tokenPagination": {}}, "Crashes at checkout.", "2"),
    ],
    ids=["feed", "connect", "play"],
)
@pytest.mark.parametrize("form", ["document", "pretty document", "lines", "array"])
def test_reviews_become_rows_with_rating_and_date(
    tmp_path: Path,
    record: dict[str, Any],
    wrap: Callable[[list[Any]], Any],
    text: str,
    rating: str,
    form: str,
) -> None:
    path = tmp_path / "reviews.json"
    written = {
        "document": json.dumps(wrap([record, record])),
        "pretty document": json.dumps(wrap([record, record]), indent=1),
        "lines": f"{json.dumps(record)}\n{json.dumps(record)}\n",
        "array": json.dumps([record, record]),
    }
    path.write_text(written[form], encoding="utf-8")
    source = open_source(path)
    (chunk,) = source.chunks(10)
    row = chunk.table.to_pylist()[1]
    assert chunk.table.num_rows == 2
    assert row["text"] == text
    assert row["csat"] == rating
    assert row["created_at"].startswith("2026-03-04")
    assert row["id"]
    assert "review" in source.notes[0].lower()


APP = {"im:name": {"label": "Walks"}, "id": {"label": "1"}, "title": {"label": "Walks"}}


@pytest.mark.parametrize(
    "entry", [FEED, [FEED], [APP, FEED]], ids=["one object", "a list", "the app first"]
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_feed_is_known_whatever_its_entries_are(
    tmp_path: Path, entry: object, indent: int | None
) -> None:
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps({"feed": {"title": {"label": "x"}, "entry": entry}}, indent=indent))
    source = open_source(path)
    (chunk,) = source.chunks(10)
    assert chunk.table["text"].to_pylist() == ["Logs me out\nEvery single day."]
    assert source.expected_rows() == 1


@pytest.mark.parametrize(
    "page",
    [
        {"reviews": []},
        {"reviews": [], "tokenPagination": {}},
        {"tickets": [], "count": 0, "next_page": None},
        {"data": [], "links": {}},
        {"feed": {"title": {"label": "x"}}},
        {"feed": {"entry": APP}},
        {"feed": {"entry": [APP]}},
        {"feed": {"entry": []}},
        {},
        [],
    ],
    ids=str,
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_page_without_reviews_is_a_source_without_rows(
    tmp_path: Path, page: object, indent: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a CSV with nothing below its header: exit 4, and never a row of raw JSON."""
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(page, indent=indent))
    words = ["label", str(path), "--out", str(tmp_path / "run"), "--quiet"]
    assert main([*words, "--model", "levels-fast"]) == 4
    assert "no rows" in capsys.readouterr().err
    assert not (tmp_path / "run" / "manifest.json").exists()


def test_an_object_with_an_empty_list_and_words_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    path.write_text('{"id": 1, "text": "Fine.", "data": []}')
    assert open_source(path).columns == ("id", "text", "data")


def test_the_developers_answer_stands_apart(tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps({"reviews": [PLAY]}))
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["agent_text"].to_pylist() == ["Fixed in 3.3!"]
    assert "Fixed" not in chunk.table["text"].to_pylist()[0]

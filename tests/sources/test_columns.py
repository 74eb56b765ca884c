"""Columns are guessed by name, the user overrules, and the choice is always said."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.sources import choose_columns

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT.parent / "shared" / "data" / "feedback"

_EXAMPLE = (
    "feedback_id submitted_at customer_id channel agent_name team segment csat nps "
    "resolved_first_contact resolution_hours resolved escalated comment"
)


def test_the_example_needs_no_help() -> None:
    choice = choose_columns(_EXAMPLE.split())
    assert choice.text == "comment"
    assert choice.id == "feedback_id"
    assert choice.left == ()
    assert choice.metadata == {
        "created_at": "submitted_at",
        "customer": "customer_id",
        "channel": "channel",
        "agent": "agent_name",
        "team": "team",
        "segment": "segment",
        "csat": "csat",
        "nps": "nps",
        "resolved_first_contact": "resolved_first_contact",
        "resolution_hours": "resolution_hours",
        "resolved": "resolved",
        "escalated": "escalated",
    }


@pytest.mark.parametrize(
    "name",
    [
        *("FFT answer", "review_text", "Verbatim", "Consumer complaint narrative", "Review Text"),
        *("content", "answer", "TEXT", "free-text", "Comment ", "customerFeedback", "body"),
    ],
)
def test_columns_of_comments_are_known_by_many_names(name: str) -> None:
    choice = choose_columns(["id", name, "colour"])
    assert choice.text == name
    assert choice.guessed == {"id", name}
    assert choice.left == ("colour",)


def test_what_the_user_names_is_taken_and_not_guessed() -> None:
    choice = choose_columns(
        ["comment", "remarks", "ref", "score", "shop"],
        text="remarks",
        id="ref",
        mapping={"nps": "score", "team": ""},
        keep=["comment"],
    )
    assert (choice.text, choice.id, choice.keep) == ("remarks", "ref", ("comment",))
    assert choice.metadata == {"nps": "score"}
    assert choice.guessed == frozenset()
    assert choice.left == ("shop",)


def test_one_column_is_the_comments_whatever_its_name() -> None:
    assert choose_columns(["xyz"]).text == "xyz"


def test_a_column_serves_once() -> None:
    choice = choose_columns(["answer", "comment"])
    assert choice.text == "comment"
    assert choice.left == ("answer",)


def test_the_choice_is_said() -> None:
    words = choose_columns(["comment", "Team", "x"], mapping={"channel": "x"}).describe()
    assert words.splitlines() == [
        "text      comment (guessed)",
        "id        none: file name and row number",
        "channel   x",
        "team      Team (guessed)",
        "left      none",
    ]


def test_no_column_of_comments_lists_what_is_there_and_the_nearest() -> None:
    with pytest.raises(InputDataError, match=r"'colour', 'final_comment_txt'.*nearest is 'final_c"):
        choose_columns(["colour", "final_comment_txt"])


def test_an_unknown_column_lists_what_is_there_and_the_nearest() -> None:
    with pytest.raises(InputDataError, match=r"no column 'coment'.*Did you mean 'comment'"):
        choose_columns(["id", "comment"], text="coment")


def test_an_unknown_standard_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="Did you mean channel"):
        choose_columns(["comment", "x"], mapping={"chanel": "x"})


def test_text_and_id_are_two_columns() -> None:
    with pytest.raises(UsageError):
        choose_columns(["a", "b"], text="a", id="a")


@pytest.mark.real
@pytest.mark.skipif(not _DATA.is_dir(), reason="needs ../shared/data")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nhs_fft", {"created_at": "date", "customer": "respondent", "team": "service"}),
        (
            "skytrax_seat",
            {"created_at": "date", "csat": "overall_rating", "segment": "type_traveller"},
        ),
        ("cfpb", {"created_at": "Date received", "channel": "Submitted via"}),
        ("clothing", {"csat": "Rating"}),
    ],
)
def test_real_files_need_no_help(name: str, expected: dict[str, str]) -> None:
    choice = choose_columns(pq.read_schema(_DATA / f"{name}.parquet").names)
    assert choice.text == "text"
    assert {key: choice.metadata.get(key) for key in expected} == expected


def test_a_column_to_keep_that_stands_in_a_run_anyway_is_not_written_twice() -> None:
    choice = choose_columns(["comment", "channel", "shelf"], keep=["channel", "shelf"])
    assert choice.keep == ("shelf",)


@pytest.mark.parametrize("name", ["level", "row", "p_basic", "touch_web", "status"])
def test_a_column_to_keep_may_not_bear_a_name_of_the_run(name: str) -> None:
    with pytest.raises(UsageError, match=f"'{name}' to keep"):
        choose_columns(["comment", name], keep=[name])


@pytest.mark.parametrize(
    "first",
    ["The waiter was rude to Mrs Kowalska and to me", "Write to jo@example.com", "so " * 40],
)
def test_a_comment_in_place_of_a_header_is_refused_and_not_printed(first: str) -> None:
    with pytest.raises(InputDataError) as caught:
        choose_columns([first])
    assert first not in str(caught.value)
    assert "before it" in str(caught.value)


def test_the_question_of_a_survey_may_be_the_only_column() -> None:
    asked = "What could we have done better on your last visit to us?"
    assert choose_columns([asked]).text == asked

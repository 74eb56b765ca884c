"""A namer of the caller's may name topics; whatever it does, every topic has a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.topicmodel import Topic, give_names

if TYPE_CHECKING:
    from collections.abc import Sequence

TOPICS = [Topic(at, f"word{at}, other{at}", (f"word{at}", f"other{at}")) for at in range(6)]


def test_a_namer_is_shown_keywords_and_quotes_and_its_answer_is_the_name() -> None:
    seen: list[tuple[tuple[str, ...], tuple[str, ...]]] = []

    def namer(keywords: Sequence[str], quotes: Sequence[str]) -> str:
        seen.append((tuple(keywords), tuple(quotes)))
        return f"About {keywords[0]}"

    named = give_names(TOPICS[:2], {1: ["It was late."]}, namer)
    assert [topic.name for topic in named.topics] == ["About word0", "About word1"]
    assert seen == [(("word0", "other0"), ()), (("word1", "other1"), ("It was late.",))]
    assert named.notice is None


def test_topics_of_an_earlier_run_are_not_asked_about() -> None:
    named = give_names(TOPICS[:2], {}, lambda keywords, quotes: "New", kept={0})  # noqa: ARG005
    assert [topic.name for topic in named.topics] == ["word0, other0", "New"]


@pytest.mark.parametrize("answer", ["", " \n", None, 7, "x" * 81])
def test_an_answer_that_is_no_name_leaves_the_keywords(answer: object) -> None:
    named = give_names(TOPICS[:1], {}, lambda keywords, quotes: answer)  # type: ignore[arg-type]  # noqa: ARG005
    assert named.topics[0].name == "word0, other0"
    assert named.notice is not None
    assert "1 of 1 topics" in named.notice


def test_an_error_falls_back_and_its_words_are_not_passed_on() -> None:
    def namer(keywords: Sequence[str], quotes: Sequence[str]) -> str:
        if keywords[0] == "word1":
            raise TimeoutError(f"no answer to {quotes}")
        return f"About {keywords[0]}"

    named = give_names(TOPICS[:3], {1: ["My secret words."]}, namer)
    assert [topic.name for topic in named.topics] == ["About word0", "word1, other1", "About word2"]
    assert named.notice is not None
    assert "TimeoutError" in named.notice
    assert "secret" not in named.notice


def test_a_namer_that_is_away_is_not_asked_for_ever() -> None:
    calls = 0

    def namer(keywords: Sequence[str], quotes: Sequence[str]) -> str:
        nonlocal calls
        del keywords, quotes
        calls += 1
        raise ConnectionError

    named = give_names(TOPICS, {}, namer)
    assert calls == 3
    assert [topic.name for topic in named.topics] == [topic.name for topic in TOPICS]
    assert named.notice is not None
    assert "6 of 6" in named.notice


def test_no_two_topics_share_a_name() -> None:
    named = give_names(TOPICS[:3], {}, lambda keywords, quotes: "Waiting", kept={1})  # noqa: ARG005
    assert [topic.name for topic in named.topics] == ["Waiting", "word1, other1", "Waiting (2)"]
    named = give_names(TOPICS[:3], {}, lambda keywords, quotes: "Waiting")  # noqa: ARG005
    assert [topic.name for topic in named.topics] == ["Waiting", "Waiting (2)", "Waiting (3)"]


def test_a_retired_name_is_given_to_no_other_topic() -> None:
    names = {"Waiting", "Waiting (2)"}
    named = give_names(TOPICS[:1], {}, lambda keywords, quotes: "Waiting", retired=names)  # noqa: ARG005
    assert [topic.name for topic in named.topics] == ["Waiting (3)"]


def test_a_name_is_one_line_without_personal_data() -> None:
    named = give_names(
        TOPICS[:1],
        {},
        lambda keywords, quotes: "Mails to\tjane.roe@example.org\x1b",  # noqa: ARG005
    )
    (name,) = (topic.name for topic in named.topics)
    assert name.startswith("Mails to ")
    assert "jane" not in name
    assert name.isprintable()

"""Names: readable, of different words, never given twice."""

from __future__ import annotations

from cxnlp.topicmodel.keywords import name_topic, stop_words, unlike


def test_a_name_repeats_no_word_in_another_form() -> None:
    assert name_topic(["delay", "delays", "delayed", "gate", "lounge"]) == "delay, gate, lounge"


def test_a_name_that_is_taken_grows_or_is_numbered() -> None:
    words = ["late", "tram", "cold", "seat"]
    assert name_topic(words, {"late, tram, cold"}) == "late, tram, cold, seat"
    assert name_topic(["late"], {"late"}) == "late (2)"


def test_a_topic_without_words_is_unnamed() -> None:
    assert name_topic([]) == "unnamed"
    assert name_topic([], {"unnamed"}) == "unnamed (2)"
    assert name_topic([], {"unnamed", "unnamed (2)"}) == "unnamed (3)"


def test_no_more_keywords_than_asked() -> None:
    assert unlike(["late", "tram", "cold"], most=2) == ["late", "tram"]


def test_words_of_service_are_no_stop_words() -> None:
    assert {"bill", "call", "system"}.isdisjoint(stop_words())
    assert {"don't", "don\u2019t"} <= set(stop_words())

"""Central quotes: readable, redacted, different."""

from __future__ import annotations

from cxnlp.topicmodel import CentralQuotes


def test_the_most_central_stand_first_and_readable_ones_before_all() -> None:
    quotes = CentralQuotes()
    quotes.add(
        [
            (0, 0.9, "Late."),
            (0, 0.5, "The tram was late on every single day."),
            (0, 0.8, "My tram never came this morning at all."),
        ]
    )
    assert [quote[:6] for quote in quotes.of(0)] == ["My tra", "The tr", "Late."]


def test_nearly_the_same_words_are_quoted_once() -> None:
    quotes = CentralQuotes()
    quotes.add([(0, 0.9, "The tram was late again today"), (0, 0.8, "the tram was late again")])
    assert len(quotes.of(0)) == 1


def test_a_quote_is_redacted() -> None:
    quotes = CentralQuotes()
    quotes.add([(0, 0.9, "Please write to me at jane.roe@example.org about the refund")])
    assert "jane.roe" not in quotes.of(0)[0]


def test_a_topic_without_pieces_has_no_quotes() -> None:
    assert CentralQuotes().of(3) == []


def test_memory_does_not_grow_with_the_pieces() -> None:
    quotes = CentralQuotes()
    quotes.add((0, n / 1000, f"comment number {n} says something new") for n in range(1000))
    assert sum(len(heap) for heap in quotes._best.values()) <= 40
    assert quotes.of(0)[0].startswith("comment number 999")


def test_a_piece_that_is_offered_twice_takes_no_place_of_another() -> None:
    quotes = CentralQuotes()
    quotes.add((0, 0.9, "The tram was late on every single day.") for _ in range(100))
    quotes.add([(0, 0.1, "My parcel never came to the right door.")])
    assert len(quotes.of(0)) == 2

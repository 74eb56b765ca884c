"""A sample that does not depend on the order of the texts."""

from __future__ import annotations

from cxnlp.topicmodel import TextSample

TEXTS = [f"comment number {n}" for n in range(500)]


def sampled(texts: list[str], *, most: int, seed: int = 0) -> list[str]:
    sample = TextSample(most=most, seed=seed)
    sample.add(texts)
    return sample.texts()


def test_few_texts_are_all_taken_once() -> None:
    assert sorted(sampled([*TEXTS, *TEXTS], most=1000)) == sorted(TEXTS)


def test_the_order_of_the_texts_does_not_matter() -> None:
    assert sampled(TEXTS, most=40) == sampled(TEXTS[::-1], most=40)


def test_another_seed_takes_others() -> None:
    assert sampled(TEXTS, most=40) != sampled(TEXTS, most=40, seed=1)


def test_a_text_more_changes_the_sample_by_one_at_most() -> None:
    before, after = set(sampled(TEXTS, most=40)), set(sampled([*TEXTS, "one more"], most=40))
    assert len(before - after) <= 1

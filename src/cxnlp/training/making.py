"""Every kind of model by one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.level_model import load
from cxnlp.models.seen import SeenTexts
from cxnlp.training.annotations import ASPECT_COLUMNS
from cxnlp.training.assemble import assemble
from cxnlp.training.rated import read_rated
from cxnlp.training.soft import read_soft
from cxnlp.training.static import assemble_static

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from cxnlp.models import LevelModel
    from cxnlp.training.annotations import Annotated
    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.aspects import AspectGold
    from cxnlp.training.network.recipe import AspectSettings
    from cxnlp.training.rated import RatedTexts

__all__ = ["Made", "Order", "make_model"]


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes:
        settings: the configuration.
        home: the folder from which its paths are told.
        table: the table from which the texts with levels were read.
        work: a folder for checkpoints.
        avoid: texts of the test, which nothing may learn from.
        config_text: the TOML file.
        annotated: texts that stand in the data, but not in the table.
    """

    settings: TrainingSettings
    home: Path
    table: Path
    work: Path
    avoid: frozenset[str] = frozenset()
    config_text: str = ""
    annotated: Annotated | None = None

    def aspects(self, columns: AspectSettings | None) -> AspectGold | None:
        """Aspects of all texts with levels; None where none are asked for.

        Raises:
            InputDataError: a table cannot be read, or holds other letters than the codebook's.
        """
        from cxnlp.training.network.aspects import aspect_gold, read_aspects

        if columns is None:
            return None
        gold = read_aspects(self.table, self.settings.data.text, columns)
        if self.annotated is None:
            return gold
        data, letters = self.annotated.data, self.annotated.letters
        more = aspect_gold(data.texts, letters, where=data.name, names=ASPECT_COLUMNS)
        return gold.joined(more)


@dataclass(frozen=True)
class Made:
    """A complete model that has not been saved.

    Attributes:
        model: the model.
        seen: the texts that it has learned from.
        network: of a transformer, the folder below the order's `work` that holds its network as
            transformers reads it.
    """

    model: LevelModel
    seen: SeenTexts
    network: Path | None = None


def make_model(
    data: LabelledTexts, order: Order, *, say: Callable[[str], None] = lambda _: None
) -> Made:
    """Make a complete model of the kind that is asked for; it has not been saved.

    Raises:
        ConfigurationError: a value is refused.
        InputDataError: a table cannot be read, or holds too little.
        ModelError: a member of a cascade cannot be loaded.
        MissingDependencyError: a library of the extra `train` is not installed.
    """
    settings, home = order.settings, order.home
    if settings.kind == "transformer":
        return _transformer(data, order, say)
    if settings.kind == "cascade":
        return _cascade(data, order, say)
    away = {*data.texts, *order.avoid}
    soft = read_soft(settings.soft, home, avoid=away) if settings.soft else None
    softened = soft.texts if soft else ()
    text = order.config_text
    if settings.kind == "static":
        model = assemble_static(data, settings, soft=soft, config_text=text, say=say)
        return Made(model, SeenTexts.of([*data.texts, *softened]))
    rated = [read_rated(each, home, avoid=order.avoid) for each in settings.rated]
    model = assemble(data, rated, settings, soft=soft, config_text=text, say=say)
    return Made(model, SeenTexts.of([*data.texts, *_texts(rated), *softened]))


def _transformer(data: LabelledTexts, order: Order, say: Callable[[str], None]) -> Made:
    from cxnlp.training.network.assemble import assemble_network
    from cxnlp.training.network.stages import Material

    settings = order.settings
    soft = read_soft(settings.soft, order.home, avoid=order.avoid) if settings.soft else None
    material = Material(
        data=data,
        rated=[read_rated(each, order.home, avoid=order.avoid) for each in settings.rated],
        aspects=order.aspects(settings.transformer.aspects),
        avoid=order.avoid,
        soft=soft,
    )
    folders: list[Path] = []
    model = assemble_network(
        material,
        settings,
        order.work,
        config_text=order.config_text,
        say=say,
        made=folders.append,
    )
    softened = soft.texts if soft else ()
    seen = SeenTexts.of([*data.texts, *_texts(material.rated), *softened])
    return Made(model, seen, folders[-1])


def _cascade(data: LabelledTexts, order: Order, say: Callable[[str], None]) -> Made:
    from cxnlp.training.cascade import assemble_cascade

    settings = order.settings
    model = assemble_cascade(
        data,
        settings,
        order.home,
        avoid=order.avoid,
        annotated=frozenset(order.annotated.data.texts if order.annotated else ()),
        aspects=order.aspects(settings.cascade.aspects),
        config_text=order.config_text,
        say=say,
    )
    known = [SeenTexts.of(data.texts).known]
    for name in (settings.cascade.cheap, settings.cascade.expensive):
        seen = SeenTexts.read(load(name).contents.files)
        known += [] if seen is None else [seen.known]
    return Made(model, SeenTexts(np.unique(np.concatenate(known))))


def _texts(rated: Iterable[RatedTexts]) -> Iterator[str]:
    for table in rated:
        yield from table.texts

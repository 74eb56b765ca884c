"""The fine-tunings of one training, one after the other, each in its own folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxnlp.models.manifest import DataRecord
from cxnlp.models.transformer import TransformerSettings
from cxnlp.training.network.averaging import average_weights
from cxnlp.training.network.backbone import resolve
from cxnlp.training.network.checkpoints import Workplace
from cxnlp.training.network.examples import Examples
from cxnlp.training.network.fine_tuning import fine_tune
from cxnlp.training.network.losses import soft_targets
from cxnlp.training.network.soft_levels import soft_levels
from cxnlp.training.network.teaching import taught
from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.aspects import AspectGold
    from cxnlp.training.network.recipe import Recipe
    from cxnlp.training.rated import RatedTexts
    from cxnlp.training.soft import SoftTexts

__all__ = ["Material", "Stages"]


@dataclass(frozen=True)
class Material:
    """What a transformer is made from.

    Attributes:
        data: texts with levels.
        rated: texts with ratings, those of `data` included.
        aspects: of the texts in `data`; None: aspects are not learned.
        avoid: texts that nothing may learn from, such as those of a test.
        soft: texts with soft labels, those of `data` included; None: nothing is taught by them.
    """

    data: LabelledTexts
    rated: Sequence[RatedTexts] = ()
    aspects: AspectGold | None = None
    avoid: frozenset[str] = frozenset()
    soft: SoftTexts | None = None


@dataclass
class Stages:
    """The fine-tunings of one training.

    Attributes:
        material: what to learn from.
        settings: how; `transformer` is read.
        work: each fine-tuning has a folder below it, and goes on there after a kill.
        say: is told what happens.
        given: weights that somebody put into these folders.
    """

    material: Material
    settings: TrainingSettings
    work: Path
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.given: list[DataRecord] = []

    def run(self, learned: LabelledTexts) -> Path:
        """Fine-tune on the rows that may be learned from.

        Returns:
            The folder of the last network, which loads as `AutoModelForSequenceClassification`.

        Raises:
            ConfigurationError: the backbone or a value of the recipe is refused.
        """
        asked = self.settings.transformer
        if asked.threads:
            import torch

            torch.set_num_threads(asked.threads)
        start = resolve(asked.backbone)
        last = Workplace(self.work / f"levels-{len(asked.rounds)}", "")
        if last.given:
            self._note(last.folder.name, last)
            return last.model
        if asked.intermediate is not None:
            levels = dict(zip(learned.texts, learned.levels.tolist(), strict=True))
            avoid = self.material.avoid | frozenset(self.material.data.texts)
            smoothing = asked.intermediate.smoothing
            rows = soft_levels(self.material.rated, levels, avoid=avoid, smoothing=smoothing)
            base = asked.intermediate.recipe
            recipes = [base.model_copy(update={"seed": s}) for s in asked.intermediate.seeds]
            start = str(self._stage("ratings", start, lambda _: rows, recipes))
        for number, one in enumerate(asked.rounds, start=1):
            start = str(
                self._stage(
                    f"levels-{number}",
                    start,
                    lambda recipe: self._examples(learned, recipe),
                    one.recipes,
                )
            )
        return Path(start)

    def _stage(
        self,
        name: str,
        start: str,
        rows: Callable[[Recipe], Examples],
        recipes: Sequence[Recipe],
    ) -> Path:
        whole = Workplace(self.work / name, "")
        if whole.given:
            self._note(name, whole)
            return whole.model
        outputs = TransformerSettings(aspects=self.material.aspects is not None).outputs
        made = []
        for number, recipe in enumerate(recipes, start=1):
            examples = rows(recipe)
            place = Workplace(self.work / f"{name}.{number}", "")
            self.say(f"stage {name}, {number} of {len(recipes)}: {len(examples)} texts")
            made.append(
                fine_tune(
                    start,
                    examples,
                    recipe,
                    place.folder,
                    length=self.settings.transformer.length,
                    outputs=outputs,
                    save_every=self.settings.transformer.save_every,
                    say=self.say,
                )
            )
            self._note(place.folder.name, place)
        return average_weights(made, whole.model)

    def _note(self, name: str, place: Workplace) -> None:
        """Keep in mind that weights were taken from elsewhere: the manifest and the card say it."""
        if place.given:
            self.say(f"stage {name}: weights taken as they are ({place.given})")
            digest = file_digest(place.model / "model.safetensors")
            self.given.append(
                DataRecord(
                    name=f"stage {name}: {place.given}", use="weights", rows=0, digest=digest
                )
            )

    def _examples(self, learned: LabelledTexts, recipe: Recipe) -> Examples:
        soft = recipe.loss in ("soft", "emd")
        targets = soft_targets(learned.levels, recipe.sharpness if soft else None)
        examples = Examples.of(learned.texts, targets)
        counts = np.maximum(np.bincount(learned.levels, minlength=7), 1)
        weights = (len(learned) / (7 * counts[learned.levels])) ** recipe.balance
        changes: dict[str, Any] = {"weights": weights.astype(np.float32)}
        if self.material.aspects is not None:
            codes, flags = self.material.aspects.of(learned.texts)
            changes |= {"dimensions": codes, "flags": flags}
        examples = replace(examples, **changes)
        if not recipe.taught or self.material.soft is None:
            return examples
        away = self.material.avoid | (frozenset(self.material.data.texts) - set(learned.texts))
        return taught(examples, self.material.soft, share=recipe.taught, avoid=away)

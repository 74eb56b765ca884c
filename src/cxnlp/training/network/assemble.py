"""From texts to a complete transformer model: stages, network in ONNX, calibration, manifest."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxnlp.encoders.encoder import file_digest
from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION, LevelModel
from cxnlp.models.manifest import DataRecord, Manifest
from cxnlp.models.transformer import (
    NETWORK,
    TOKENIZER,
    TransformerScorer,
    TransformerSettings,
)
from cxnlp.training.assemble import calibrate
from cxnlp.training.network.aspect_heads import fit_heads
from cxnlp.training.network.aspects import fit_rule
from cxnlp.training.network.averaging import average_weights
from cxnlp.training.network.backbone import open_network, resolve
from cxnlp.training.network.checkpoints import Workplace
from cxnlp.training.network.examples import Examples
from cxnlp.training.network.fine_tuning import fine_tune
from cxnlp.training.network.held_out import held_out_rows
from cxnlp.training.network.losses import soft_targets
from cxnlp.training.network.onnx_export import export_network
from cxnlp.training.network.soft_levels import soft_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.aspects import AspectGold
    from cxnlp.training.network.recipe import Recipe
    from cxnlp.training.rated import RatedTexts

__all__ = ["Material", "assemble_network", "keep_away"]

_LIBRARIES = ("cxnlp", "numpy", "onnx", "onnxruntime", "tokenizers", "torch", "transformers")


@dataclass(frozen=True)
class Material:
    """What a transformer is made from.

    Attributes:
        data: texts with levels.
        rated: texts with ratings, those of `data` included.
        aspects: of the texts in `data`; None: aspects are not learned.
        avoid: texts that nothing may learn from, such as those of a test.
    """

    data: LabelledTexts
    rated: Sequence[RatedTexts] = ()
    aspects: AspectGold | None = None
    avoid: frozenset[str] = frozenset()


def keep_away(data: LabelledTexts, settings: TrainingSettings) -> NDArray[np.bool_]:
    """The rows that calibrate and that no stage learns from. Shape (n,)."""
    share = settings.transformer.held_out
    return held_out_rows(data.texts, data.enriched, share=share, seed=settings.seed)


def assemble_network(
    material: Material,
    settings: TrainingSettings,
    work: Path,
    *,
    config_text: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> LevelModel:
    """Train a complete transformer that has not been saved.

    Args:
        material: what to learn from.
        settings: everything else.
        work: where checkpoints lie; a killed training goes on from there.
        config_text: the TOML file, kept in the model's folder.
        say: is told what happens.

    Raises:
        ConfigurationError: the backbone or a value of the recipe is refused.
        InputDataError: too few rows to calibrate on.
    """
    data, held = material.data, keep_away(material.data, settings)
    say(f"{int(held.sum())} of {len(data)} texts are held out for calibration")
    stages = _Stages(material, settings, work, say)
    folder = stages.run(data.rows(~held))
    say("writing the network as ONNX")
    asked = settings.transformer
    own = TransformerSettings(
        length=asked.length, form=asked.form, aspects=material.aspects is not None
    )
    network = open_network(
        str(folder), length=asked.length, outputs=own.outputs, dropout=0, seed=settings.seed
    )
    heads = None
    if material.aspects is not None:
        say("fitting the aspect heads")
        heads = fit_heads(network, data.rows(~held).texts, material.aspects, asked.eight_bits)
    content = export_network(network, eight_bits=asked.eight_bits, heads=heads)
    tokenizer = network.tokens.content()
    scorer = TransformerScorer.of(own, content, tokenizer)
    say("calibrating on the texts held out")
    scorer = _with_rule(scorer, material, data.rows(held))
    calibration = calibrate(scorer.score(data.rows(held).texts), data.rows(held), settings)
    manifest = Manifest(
        kind="transformer",
        name=settings.name,
        languages=settings.languages,
        parts={"network": NETWORK, "tokenizer": TOKENIZER, "calibration": CALIBRATION},
        scorer=scorer.settings.model_dump(mode="json"),
        versions={"python": platform.python_version(), **{x: version(x) for x in _LIBRARIES}},
        seed=settings.seed,
        config=settings.model_dump(mode="json"),
        config_digest=settings.fingerprint(),
        data=(*_records(material, held), *stages.given),
    )
    files = {
        NETWORK: content,
        TOKENIZER: tokenizer,
        CALIBRATION: (calibration.model_dump_json(indent=1) + "\n").encode(),
        "config.toml": config_text.encode(),
    }
    return LevelModel(seal(manifest, files), scorer, calibration)


def _with_rule(
    scorer: TransformerScorer, material: Material, held: LabelledTexts
) -> TransformerScorer:
    if material.aspects is None:
        return scorer
    outputs = scorer.outputs(held.texts)[:, 7:]
    rule = fit_rule(outputs, *material.aspects.of(held.texts))
    return replace(scorer, settings=scorer.settings.model_copy(update={"rule": rule}))


@dataclass
class _Stages:
    """The fine-tunings of one training, each in its own folder below `work`."""

    material: Material
    settings: TrainingSettings
    work: Path
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.given: list[DataRecord] = []

    def run(self, learned: LabelledTexts) -> Path:
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
        return replace(examples, **changes)


def _records(material: Material, held: NDArray[np.bool_]) -> list[DataRecord]:
    data = material.data
    records = [
        DataRecord(name=data.name, use=use, rows=len(rows), digest=rows.digest)
        for use, rows in (("levels", data.rows(~held)), ("calibration", data.rows(held)))
    ]
    records += [
        DataRecord(name=table.name, use="ratings", rows=len(table.texts), digest=table.digest)
        for table in material.rated
    ]
    return records

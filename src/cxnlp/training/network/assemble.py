"""From texts to a complete transformer model: stages, network in ONNX, calibration, manifest."""

from __future__ import annotations

import platform
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION, LevelModel
from cxnlp.models.manifest import Manifest
from cxnlp.models.transformer import (
    NETWORK,
    TOKENIZER,
    TransformerScorer,
    TransformerSettings,
)
from cxnlp.training.assemble import calibrate, records
from cxnlp.training.network.aspect_heads import fit_aspect_heads
from cxnlp.training.network.aspects import fit_aspect_rule
from cxnlp.training.network.backbone import open_network
from cxnlp.training.network.held_out import held_out_rows
from cxnlp.training.network.onnx_export import export_network
from cxnlp.training.network.stages import Stages
from cxnlp.training.normalising import behind, learn_normaliser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.stages import Material

__all__ = ["assemble_network", "keep_away"]

_LIBRARIES = ("cxnlp", "numpy", "onnx", "onnxruntime", "tokenizers", "torch", "transformers")


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
    made: Callable[[Path], None] = lambda _: None,
) -> LevelModel:
    """Train a complete transformer that has not been saved.

    Args:
        material: what to learn from.
        settings: everything else.
        work: where checkpoints lie; a killed training goes on from there.
        config_text: the TOML file, kept in the model's folder.
        say: is told what happens.
        made: is given the folder, below `work`, of the network before it becomes ONNX.

    Raises:
        ConfigurationError: the backbone or a value of the recipe is refused.
        InputDataError: too few rows to calibrate on.
    """
    data, held = material.data, keep_away(material.data, settings)
    say(f"{int(held.sum())} of {len(data)} texts are held out for calibration")
    stages = Stages(material, settings, work, say)
    folder = stages.run(data.rows(~held))
    made(folder)
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
        heads = fit_aspect_heads(
            network, data.rows(~held).texts, material.aspects, asked.eight_bits
        )
    content = export_network(network, eight_bits=asked.eight_bits, heads=heads)
    tokenizer = network.tokens.content()
    scorer = TransformerScorer.of(own, content, tokenizer)
    say("calibrating on the texts held out")
    scorer = _with_rule(scorer, material, data.rows(held))
    normaliser = learn_normaliser(_texts(material, ~held), settings.normaliser)
    whole = behind(normaliser, scorer)
    calibration = calibrate(whole.score(data.rows(held).texts), data.rows(held), settings)
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
        data=(
            *records(
                {"levels": data.rows(~held), "calibration": data.rows(held)},
                material.rated,
                material.soft,
            ),
            *stages.given,
        ),
    )
    files = {
        NETWORK: content,
        TOKENIZER: tokenizer,
        **(normaliser.files() if normaliser else {}),
        CALIBRATION: (calibration.model_dump_json(indent=1) + "\n").encode(),
        "config.toml": config_text.encode(),
    }
    return LevelModel(seal(manifest, files), whole, calibration)


def _texts(material: Material, learned: NDArray[np.bool_]) -> Iterator[str]:
    yield from material.data.rows(learned).texts
    for table in material.rated:
        yield from table.texts
    if material.soft is not None:
        yield from material.soft.texts


def _with_rule(
    scorer: TransformerScorer, material: Material, held: LabelledTexts
) -> TransformerScorer:
    if material.aspects is None:
        return scorer
    outputs = scorer.outputs(held.texts)[:, 7:]
    rule = fit_aspect_rule(outputs, *material.aspects.of(held.texts))
    return replace(scorer, settings=scorer.settings.model_copy(update={"rule": rule}))

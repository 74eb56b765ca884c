"""Train: one TOML file and texts with levels become a model folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import ConfigurationError
from cxnlp.flows.evaluate import Evaluation, evaluate
from cxnlp.flows.judging.aspect_figures import aspect_kappas, aspect_table
from cxnlp.flows.reference import reference_of
from cxnlp.models import DataRecord, LevelModel
from cxnlp.models.card import write_card
from cxnlp.models.folder import refuse_existing, seal
from cxnlp.robustness import run_suite
from cxnlp.training import TrainingSettings, check_levels, read_labelled, without
from cxnlp.training.annotations import read_annotated
from cxnlp.training.making import Made, Order, make_model
from cxnlp.training.network.aspects import read_aspects
from cxnlp.training.network.backbone import require_backbone
from cxnlp.whole import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cxnlp.metrics import Estimate
    from cxnlp.models.reference import Reference
    from cxnlp.training import LabelledTexts

__all__ = ["NETWORK", "Trained", "train"]

NETWORK: Final = "network"
"""Folder in a model folder for what transformers reads; no part of the model's digest."""


@dataclass(frozen=True)
class Trained:
    """What training gave.

    Attributes:
        model: the saved model.
        evaluation: what it is worth on the test table; None without one.
        empty: rows left out because nothing was left of their text.
        shared: rows left out because their text stands in the test table.
    """

    model: LevelModel
    evaluation: Evaluation | None
    empty: int
    shared: int


def train(
    data: str | Path | None,
    config: str | Path | TrainingSettings,
    out: str | Path,
    *,
    overwrite: bool = False,
    work: str | Path | None = None,
    network: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train a model and save it.

    Args:
        data: table of texts with levels; None for the one that the configuration names.
        config: a TOML file, or settings; paths in a file are told from its folder on, in settings
            from the working directory on.
        out: the model folder to make.
        overwrite: whether a model at `out` may be replaced, after the new one is whole.
        work: where a transformer's checkpoints lie and stay; None: beside `out`, removed at the
            end. A training that was killed goes on from there.
        network: whether a transformer's network is kept, too, in the folder `network` of the
            model: it loads as `AutoModelForSequenceClassification`, and labelling needs it not.
        say: is told what happens.

    Raises:
        ConfigurationError: the configuration does not hold, or names no data.
        InputDataError: a table cannot be read, has an unknown level, or too few texts of a level.
        ModelError: something lies at `out` that may not be replaced.
    """
    refuse_existing(Path(out), replace=overwrite)
    settings, home, text = _settings(config)
    table = _table(data, settings, home)
    if settings.kind == "transformer":
        asked = settings.transformer
        say(f"looking for the backbone {asked.backbone}")
        require_backbone(asked.backbone, length=asked.length)
    found = read_labelled(table, settings.data)
    annotated = read_annotated(settings.annotated, home) if settings.annotated else None
    found = found.joined(annotated.data) if annotated else found
    test = None
    shared = 0
    if settings.data.test:
        test = read_labelled(home / settings.data.test, settings.data)
        found, shared = without(found, test.texts)
    check_levels(found, settings.data.least_per_level)
    say(f"{len(found)} texts; left out: {found.empty} empty, {shared} that stand in the test table")
    order = Order(
        settings=settings,
        home=home,
        table=table,
        work=Path(work) if work else Path(out).with_name(f"_{Path(out).name}-work"),
        avoid=frozenset(test.texts if test else ()),
        config_text=text,
        annotated=annotated,
    )
    made = make_model(found, order, say=say)
    say("measuring")
    evaluation = evaluate(made.model, test, seed=settings.seed) if test and len(test) else None
    aspects = _aspects(made.model, settings, test, home)
    known = reference_of(made.model, found, test, seed=settings.seed)
    model = _documented(made, settings, test, evaluation, aspects, known=known)
    model = model.save(Path(out), replace=overwrite)
    if network and made.network is not None:
        with whole_folder(Path(out) / NETWORK, replace=True) as aside:
            shutil.copytree(made.network, aside, dirs_exist_ok=True)
    if work is None:
        shutil.rmtree(order.work, ignore_errors=True)
    say(f"saved {out} ({model.digest[:19]})")
    return Trained(model, evaluation, found.empty, shared)


def _settings(config: str | Path | TrainingSettings) -> tuple[TrainingSettings, Path, str]:
    if isinstance(config, TrainingSettings):
        return config, Path(), ""
    settings, home = TrainingSettings.read(config), Path(config).parent
    return settings, home, Path(config).read_text(encoding="utf-8")


def _table(data: str | Path | None, settings: TrainingSettings, home: Path) -> Path:
    if data is not None:
        return Path(data)
    if settings.data.train is None:
        raise ConfigurationError(
            "key data.train",
            found="no table of texts with levels",
            expected="its path",
            hint="Name it there or on the command line.",
        )
    return home / settings.data.train


def _aspects(
    model: LevelModel, settings: TrainingSettings, test: LabelledTexts | None, home: Path
) -> Mapping[str, Estimate]:
    columns = {
        "transformer": settings.transformer.aspects,
        "cascade": settings.cascade.aspects,
    }.get(settings.kind)
    if test is None or columns is None or not model.aspects or settings.data.test is None:
        return {}
    gold = read_aspects(home / settings.data.test, settings.data.text, columns)
    return aspect_kappas(model, test.texts, gold, seed=settings.seed)


def _documented(
    made: Made,
    settings: TrainingSettings,
    test: LabelledTexts | None,
    evaluation: Evaluation | None,
    aspects: Mapping[str, Estimate],
    *,
    known: Reference | None,
) -> LevelModel:
    model = made.model
    manifest, files = model.manifest, {**model.contents.files, **made.seen.files()}
    files |= known.files() if known else {}
    if test is not None:
        record = DataRecord(name=test.name, use="test", rows=len(test), digest=test.digest)
        manifest = manifest.model_copy(update={"data": (*manifest.data, record)})
    # The digest names the finished model, which cannot stand in one of its own files.
    figures = replace(evaluation, digest="").to_json() if evaluation else {}
    if aspects:
        figures["aspects"] = {name: asdict(kappa) for name, kappa in aspects.items()}
    files["evaluation.json"] = (json.dumps(figures, indent=1) + "\n").encode()
    tables = (*(evaluation.tables() if evaluation else ()), run_suite(model).table())
    if aspects and test is not None:
        tables = (*tables, aspect_table(aspects, test.name))
    files["CARD.md"] = write_card(manifest, tables, licences=settings.licences).encode()
    return LevelModel(seal(manifest, files), model.scorer, model.calibration)

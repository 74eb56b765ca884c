"""Compare: two models on the same rows, and whether the new one may take the old one's place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.flows.judging.comparison import Comparison
from cxnlp.flows.judging.conditions import judge
from cxnlp.flows.judging.few_clusters import few_clusters
from cxnlp.flows.judging.gate import Gate
from cxnlp.flows.judging.gold import GoldTable, judged_rows, judged_slices, read_gold
from cxnlp.flows.judging.measures import KAPPA, MEASURES, one_level
from cxnlp.flows.judging.overlap import overlap_of
from cxnlp.flows.written import prepare_place, write_words
from cxnlp.metrics import Estimate, clusters_in
from cxnlp.metrics.paired import LEAST_ROWS, PairedDifference, paired_difference
from cxnlp.models import LevelModel, load
from cxnlp.reporting.compared import ComparedModels, render_compared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cxnlp.models import Predictions
    from cxnlp.training.config import DataSettings

__all__ = ["Comparison", "compare", "write_comparison"]


def compare(
    champion: LevelModel | str | Path,
    challenger: LevelModel | str | Path,
    data: GoldTable | str | Path,
    *,
    gate: Gate | str | Path | None = None,
    columns: DataSettings | None = None,
    slices: Sequence[str] = (),
    clusters: str | None = None,
    out: str | Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Compare two models on the same rows by the paired bootstrap.

    Slices are judged one by one: of twenty of them, one seems to differ by chance alone.

    Args:
        champion: the model in use, its folder or its name.
        challenger: the model that would replace it.
        data: a table of texts with levels that neither has learned from, or its path.
        gate: what the challenger must hold, or its TOML file; without it nothing is decided.
        columns: names of the table's columns.
        slices: columns to slice by, beside those of the gate, length, language, source and channel.
        clusters: column whose equal values belong together, such as the customer.
        out: file for the comparison and the decision as JSON.
        say: is told what happens.

    Raises:
        ModelError: a model cannot be read.
        InputDataError: the table cannot be read, or no row has a level.
        ConfigurationError: the gate's file does not hold.
        UsageError: `out` cannot be written, or is a file that is read here.

    >>> import tempfile
    >>> rows = ["text,level", "They lied to me.,1", "It was fine.,3", "Wonderful staff!,5"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "gold.csv"
    ...     _ = table.write_text(chr(10).join(rows), encoding="utf-8")
    ...     found = compare("levels-fast", "levels-fast", table, gate=Gate(draws=200))
    >>> found.promoted, found.conditions[0].why.partition(":")[0]
    (False, '3 judged rows, at least 150 wanted')
    """
    if out is not None:
        prepare_place(out, [one for one in (data, gate) if isinstance(one, (str, Path))])
    rules = Gate.read(gate) if isinstance(gate, (str, Path)) else gate or Gate()
    models = [m if isinstance(m, LevelModel) else load(m) for m in (champion, challenger)]
    if not isinstance(data, GoldTable):
        chosen = [*dict.fromkeys((*rules.slices, *slices))]
        data = read_gold(data, columns, slices=chosen, clusters=clusters)
    judged = judged_rows(data.labelled)
    doubts = [*(overlap_of(model, data.labelled) for model in models), one_level(data.labelled)]
    if judged.sum() < LEAST_ROWS:
        doubts.append(f"of fewer than {LEAST_ROWS} judged rows no verdict is given")
    if data.clusters is not None:
        few = few_clusters(data.clusters, judged, {})
        doubts.append(few and f"{few}: no verdict is given")
    if models[0].digest == models[1].digest:
        doubts.append(f"champion and challenger are one model ({models[0].name}): nothing differs")
    warnings = tuple(filter(None, doubts))
    for words in warnings:
        say(f"WARNING: {words}")
    answers = [model.predict_cleaned(data.labelled.texts) for model in models]
    overall = _differences(data, answers, judged, rules)
    sliced = {
        name: _differences(data, answers, rows, rules)
        for name, rows in judged_slices(data, judged, say).items()
    }
    found = Comparison(
        (models[0].name, models[0].digest),
        (models[1].name, models[1].digest),
        data.labelled.name,
        data.labelled.digest,
        int(judged.sum()),
        overall,
        sliced,
        ()
        if gate is None
        else judge(
            rules,
            overall,
            sliced,
            rows=int(judged.sum()),
            clusters=None if data.clusters is None else clusters_in(data.clusters[judged]),
        ),
        warnings,
        data.mapping,
        rules,
        None if data.clusters is None else clusters or "as given with the table",
    )
    if out is not None:
        content = json.dumps(found.to_json(), indent=1) + "\n"
        write_words(out, content)
    return found


def write_comparison(found: Comparison, path: str | Path) -> None:
    """Write a comparison as one HTML page that opens offline, whole or not at all.

    Raises:
        UsageError: the place cannot be written to.
    """
    page = render_compared(
        ComparedModels(
            champion=found.champion[0],
            challenger=found.challenger[0],
            facts=(
                ("champion", f"{found.champion[0]}, {found.champion[1]}"),
                ("challenger", f"{found.challenger[0]}, {found.challenger[1]}"),
                ("table", found.data),
                ("table digest", found.digest),
                *([("mapping of levels", found.mapping)] if found.mapping else []),
            ),
            warnings=found.warnings,
            rows=found.judged,
            conditions=[(one.name, one.met, one.why) for one in found.conditions],
            overall=found.overall,
            slices=found.slices,
        )
    )
    write_words(path, page)


def _differences(
    data: GoldTable, answers: list[Predictions], rows: NDArray[np.bool_], gate: Gate
) -> dict[str, PairedDifference]:
    true = data.labelled.levels[rows]
    if (true == true[0]).all():
        none = float("nan")
        nothing = Estimate(none, none, none, len(true), gate.coverage)
        undefined = {KAPPA: PairedDifference(none, none, nothing, higher_is_better=True)}
    else:
        undefined = {}
    return {
        name: undefined.get(name)
        or paired_difference(
            measure.of,
            true,
            measure.take(answers[0], rows),
            measure.take(answers[1], rows),
            higher_is_better=measure.higher_is_better,
            clusters=None if data.clusters is None else data.clusters[rows],
            coverage=gate.coverage,
            draws=gate.draws,
            seed=gate.seed,
        )
        for name, measure in MEASURES.items()
    }

"""Every kind of model by one call, which knows what the model has learned from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.training.conftest import made_up_rows, write_rows
from tests.training.network.conftest import write_backbone

from cxnlp.models.folder import seal
from cxnlp.models.seen import digests
from cxnlp.models.transformer import TransformerScorer
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled
from cxnlp.training.annotations import Annotated
from cxnlp.training.making import Made, Order, make_model
from cxnlp.training.network.assemble import keep_away
from cxnlp.training.network.recipe import AspectSettings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own

RATED = "very kind and never late"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with train.csv, a table of ratings, and a tiny backbone."""
    home = tmp_path_factory.mktemp("making")
    write_rows(home / "train.csv", made_up_rows(168, 1))
    write_rows(home / "stars.csv", [{"text": RATED, "stars": 5}, {"text": "late", "stars": 1}])
    write_backbone(home / "backbone")
    return home


def settings_of(home: Path, **changes: object) -> TrainingSettings:
    quick = {"epochs": 1, "rows": 16, "moving_average": 0}
    return TrainingSettings.check(
        {
            "name": "small",
            "data": {"source": "source", "enriched": "enriched"},
            "features": {"buckets": 1024},
            "calibration": {"folds": 3},
            "static": {"pairs": 1024},
            "transformer": {
                "backbone": str(home / "backbone"),
                "length": 16,
                "held_out": 0.4,
                "eight_bits": False,
                "threads": 1,
                "rounds": [{"recipes": [quick]}],
            },
            **changes,
        }
    )


def made(home: Path, work: Path, **changes: object) -> tuple[Made, LabelledTexts]:
    settings = settings_of(home, **changes)
    data = read_labelled(home / "train.csv", settings.data)
    return make_model(data, Order(settings, home, home / "train.csv", work)), data


def test_a_static_model_has_seen_the_texts_with_levels(home: Path, tmp_path: Path) -> None:
    found, data = made(home, tmp_path, kind="static")
    assert found.model.kind == "static"
    assert np.isin(digests(data.texts), found.seen.known).all()
    worst, best = found.model.predict(["worst ever avoid", "best ever in my life"]).levels
    assert worst < best


def test_a_transformer_without_aspects_has_seen_the_texts_with_ratings_too(
    home: Path, tmp_path: Path
) -> None:
    stars = {"file": "stars.csv", "rating": "stars", "worst": 1, "best": 5}
    found, data = made(home, tmp_path, kind="transformer", rated=[stars])
    assert found.model.kind == "transformer"
    assert np.isin(digests([*data.texts, RATED]), found.seen.known).all()
    told = found.model.predict(["they lied and kept my money", "best ever in my life"])
    assert told.aspects == {}
    assert np.allclose(told.probabilities.sum(axis=1), 1, atol=1e-5)
    assert isinstance(found.model.scorer, TransformerScorer)
    assert found.model.scorer.network.outputs == 7


def test_a_cascade_has_seen_what_its_members_have_seen(home: Path, tmp_path: Path) -> None:
    """A member of before such files existed adds nothing; the cascade is made all the same."""
    found, data = made(home, tmp_path, kind="linear")
    settings = settings_of(home)
    held = keep_away(data, settings)
    for name, files in (("cheap", found.seen.of([RATED]).files()), ("expensive", {})):
        model = found.model
        record = model.manifest.data[0].model_copy(
            update={"use": "calibration", "digest": data.rows(held).digest}
        )
        manifest = model.manifest.model_copy(update={"name": name, "data": (record,)})
        contents = seal(manifest, {**model.contents.files, **files})
        replace(model, contents=contents).save(tmp_path / name)
    members = {name: str(tmp_path / name) for name in ("cheap", "expensive")}
    both, _ = made(home, tmp_path, kind="cascade", cascade={**members, "budget": 0.5})
    assert both.model.kind == "cascade"
    assert both.seen.known.tolist() == np.unique(digests([*data.texts, RATED])).tolist()


def test_aspects_are_those_of_the_table_and_of_later_annotations(tmp_path: Path) -> None:
    table = tmp_path / "train.csv"
    table.write_text("text,dimensions,touchpoints,stages\nkind staff,E+,I,D\n")
    order = Order(TrainingSettings(), tmp_path, table, tmp_path)
    assert order.aspects(None) is None
    alone = order.aspects(AspectSettings())
    assert alone is not None
    assert set(alone.rows) == {"kind staff"}
    nothing = np.zeros(2, np.int64)
    later = LabelledTexts(
        "more.csv", ("kind staff", "late"), nothing, np.full(2, "shop"), nothing > 0
    )
    annotated = Annotated(later, (("E-", "", ""), ("T-", "P", "B")))
    joined = replace(order, annotated=annotated).aspects(AspectSettings())
    assert joined is not None
    codes, flags = joined.of(("kind staff", "late"))
    assert codes.tolist() == [[1, 0, 0, 0, 0], [0, 2, 0, 0, 0]]
    assert flags.tolist() == [[1, 0, 0, 0, 0, 1, 0], [0, 1, 0, 0, 1, 0, 0]]

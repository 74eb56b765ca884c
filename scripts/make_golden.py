"""Make the golden folders: one small example of every format that cxnlp writes.

python scripts/make_golden.py                    tests/golden/2, for the files of this version
python scripts/make_golden.py --out FOLDER       somewhere else

They are made once for a generation and never again: tests/golden holds each later version to
reading them and to giving the answers that stand in `answers.json`. A folder that exists is not
touched. Needs the extras `topics` and `train`; fetches nothing. All texts are made up.

1  a model of each kind, a run and its topics, as they were before texts were normalised
2  what 0.1.0 writes beside that: normalised models that pass over quiet sentences and tell what
   they learned from, delight points, levels by topic, and topics of mapped vectors
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gzip
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import numpy as np

from small_backbone import write_small_backbone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from cxnlp.training.network.backbone import Network

REPOSITORY: Final = Path(__file__).resolve().parents[1]
GOLDEN: Final = REPOSITORY / "tests" / "golden"
GENERATION: Final = "2"
"""Named by hand: the next one is made when a version writes what no generation holds yet."""
COMMENTS: Final = GOLDEN / "comments.csv"

_SAID: Final = {
    0: ("how do I change my address?", "what time do you open?", "where is the form?"),
    1: ("they lied and kept my money", "filthy room and a shouting clerk", "worst ever, avoid"),
    2: ("slow and overpriced", "nobody called back", "disappointing and cold food"),
    3: ("it was ok", "average and adequate", "fine, nothing special"),
    4: ("friendly staff and good food", "great service, thank you", "pleased with the visit"),
    5: ("they went out of their way", "exceeded my hopes", "delighted by a free upgrade"),
    6: ("best ever in my life", "unforgettable, they saved us", "blown away, I tell everyone"),
}
_ALIKE: Final = (
    ("Mehmet kept my money.", "Olga kept my money."),
    ("Freindly staff and good food.", "Friendly staff and good food."),
    ("Nobody called back Anna.", "Nobody called back Ivo Novak."),
)
"""Pairs that a normalised model cannot tell apart: another name, a slip."""
_SENTENCES: Final = (
    "What time do you open? They lied and kept my money.",
    "Where is the form? How do I change my address? Best ever in my life.",
)
"""Sentences of which some tell of nothing."""
_PLACES: Final = ("shop", "hotel", "clinic", "branch", "airport", "cafe", "garage", "museum")


def main() -> int:
    """Make every folder aside, then move them into place together."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--out", type=Path, default=GOLDEN / GENERATION)
    out: Path = parser.parse_args().out.absolute()
    if out.exists():
        print(f"{out} exists: golden folders are never made again.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        passing = Path(folder)
        made = Path("golden")
        # Paths in what is made are told from here, so that no person's folders stand in them.
        with contextlib.chdir(passing):
            made.mkdir()
            # Three things would be too large to be kept: a cascade's table of aspects, whose size
            # is fixed, the means of what a model learned from, and what PyTorch's exporter writes
            # about our own lines of code.
            with (
                mock.patch("cxnlp.training.aspect_features._BUCKETS", 1024),
                mock.patch("cxnlp.flows.reference._MOST", 50),
                mock.patch("cxnlp.training.network.assemble.export_network", _bare_network),
            ):
                _make_models(made)
            _make_run(made)
            (made / "answers.json").write_text(_answers(made), encoding="utf-8")
            _packed(made / "topics" / "model" / "mapping.safetensors")
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(passing / made, out, ignore=shutil.ignore_patterns(".*"))
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out}: {size / 1000:.0f} KB")
    return 0


def _make_models(made: Path) -> None:
    """Models that differ from those of the generation before, from the same made-up texts."""
    from cxnlp import train
    from cxnlp.training import TrainingSettings

    _write_rows(Path("train.csv"), 420, seed=1)
    _write_rows(Path("test.csv"), 70, seed=2)
    write_small_backbone(Path("backbone"), _words(), layers=1, width=8)
    quick: JsonValue = {
        "rate": 3e-3,
        "head_rate": 3e-3,
        "rows": 16,
        "frozen_embeddings": False,
        "epochs": 4,
    }
    normalised: dict[str, JsonValue] = {
        "normaliser": {"seen": 1, "often": 3, "tokenizer": "backbone"}
    }
    kinds: Mapping[str, dict[str, JsonValue]] = {
        "linear": {**normalised, "features": {"buckets": 1024, "quiet": -1.0}},
        "transformer": {
            **normalised,
            "transformer": {
                "backbone": "backbone",
                "length": 24,
                "held_out": 0.3,
                "threads": 1,
                "aspects": {},
                "rounds": [{"recipes": [quick]}],
            },
        },
        "cascade": {
            "cascade": {
                "cheap": "golden/golden-linear",
                "expensive": "golden/golden-transformer",
                "short": 2,
                "aspects": {},
            }
        },
    }
    for kind, more in kinds.items():
        values = {**_COMMON, "name": f"golden-{kind}", "kind": kind, **more}
        train(
            "train.csv",
            TrainingSettings.check(values),
            made / f"golden-{kind}",
            say=print,
        )


_COMMON: Final[dict[str, JsonValue]] = {
    "licences": "All texts are made up for this project (Apache-2.0).",
    "data": {"source": "source", "enriched": "enriched", "test": "test.csv"},
    "features": {"buckets": 1024},
    "calibration": {"folds": 3},
}


def _bare_network(network: Network, **settings: Any) -> bytes:  # noqa: ANN401 - passed on
    import onnx

    from cxnlp.training.network.onnx_export import export_network

    model = onnx.load_from_string(export_network(network, **settings))
    del model.metadata_props[:]
    for one in (*model.graph.node, *model.graph.value_info):
        del one.metadata_props[:]
    return bytes(model.SerializeToString())


def _make_run(made: Path) -> None:
    """A run with every outcome, and its topics by mapped vectors."""
    import cxnlp

    shutil.copyfile(COMMENTS, COMMENTS.name)
    run = cxnlp.label(COMMENTS.name, made / "run", model=made / "golden-cascade", keep=["shelf"])
    print(run.describe())
    topics = cxnlp.topics(made / "run", out=made / "topics", encoder="mapped")
    print(topics.describe())


def _packed(mapping: Path) -> None:
    """Keep the mapping packed: its table of grams is large, and nearly all of it one number."""
    with gzip.GzipFile(mapping.with_name(f"{mapping.name}.gz"), "wb", mtime=0) as file:
        file.write(mapping.read_bytes())
    mapping.unlink()


def _answers(made: Path) -> str:
    """What must come out again, told by the version that made the folders."""
    import cxnlp
    from cxnlp.encoders import open_encoder
    from cxnlp.text import clean_all
    from cxnlp.topicmodel import read_mapping, read_model

    with COMMENTS.open(encoding="utf-8", newline="") as file:
        said = [str(row["comment"]) for row in csv.DictReader(file)]
    texts = clean_all([*said, *(text for pair in _ALIKE for text in pair), *_SENTENCES])
    answers: dict[str, JsonValue] = {}
    for folder in sorted(made.glob("golden-*")):
        found = cxnlp.load(folder).predict_cleaned(texts)
        answers[folder.name] = {
            "levels": found.levels.tolist(),
            "intervals": found.intervals.tolist(),
            "probabilities": np.round(found.probabilities.astype(np.float64), 6).tolist(),
            "evidence": np.round(found.evidence.astype(np.float64), 6).tolist(),
            "aspects": {
                name: values.astype(int).tolist() for name, values in found.aspects.items()
            },
        }
    static = open_encoder("static").encoder
    mapping = read_mapping(made / "topics" / "model", static)
    given, strength = read_model(made / "topics" / "model").assign(mapping.encode(texts))
    topics: JsonValue = {
        "assigned": given.tolist(),
        "strength": np.round(strength.astype(np.float64), 6).tolist(),
    }
    with Path("train.csv").open(encoding="utf-8", newline="") as file:
        learned = [row["text"] for row in csv.DictReader(file)]
    told: dict[str, JsonValue] = {
        "cleaned": list(texts),
        "alike": [list(clean_all(list(pair))) for pair in _ALIKE],
        "learned": [learned[1], learned[-1]],
        "models": answers,
        "topics": topics,
        "base": static.identity,
    }
    return json.dumps(told) + "\n"


def _write_rows(path: Path, count: int, *, seed: int) -> None:
    random = np.random.default_rng(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["text", "level", "source", "enriched", "dimensions", "touchpoints", "stages"]
        )
        for number in range(count):
            level = number % 7
            said = _SAID[level][int(random.integers(3))]
            place = _PLACES[int(random.integers(len(_PLACES)))]
            kind = "bank" if level == 0 else "shops"
            dimensions = {1: "E-", 2: "T-", 4: "E+", 5: "E+,P+"}.get(level, ".")
            text = f"{said} at the {place} on day {seed}{number}"
            enriched = number % 5 == 0
            writer.writerow([text, level, kind, enriched, dimensions, "I" if level else ".", "D"])


def _words() -> list[str]:
    """Every word of the made-up texts."""
    said = " ".join(text for texts in _SAID.values() for text in texts).lower()
    return sorted({*re.findall(r"[a-z]+|[?,]", said), *_PLACES, "at", "the", "on", "day"})


if __name__ == "__main__":
    sys.exit(main())

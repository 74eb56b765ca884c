"""A topic model on disk: written whole, read with every byte checked, no pickle."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.topicmodel.model import Topic, TopicModel
from cxnlp.topicmodel.rule import Rule
from cxnlp.whole import check_digest, file_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cxnlp.encoders import Encoder

__all__ = ["FORMAT", "MANIFEST", "read_file", "read_model", "same_encoder", "write_model"]

FORMAT: Final = 1
"""The number of this layout of a topic model's folder."""
MANIFEST: Final = "manifest.json"

_ARRAYS: Final = "centroids.safetensors"
_TOPICS: Final = "topics.json"
_AGAIN: Final = "Find the topics again with `cxnlp topics RUN --out TOPICS`."


def write_model(model: TopicModel, folder: Path, beside: Mapping[str, bytes] | None = None) -> None:
    """Write a model into an empty folder, which it makes.

    Args:
        model: the model.
        folder: where to.
        beside: further files by name, which the manifest vouches for too.

    Raises:
        FileExistsError: the folder is there.

    >>> from cxnlp.topicmodel.rule import fit_rule
    >>> vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    >>> rule = fit_rule(vectors, np.array([0, 0, 1, 1], np.int32))
    >>> topics = (Topic(0, "late van"), Topic(1, "kind staff"))
    >>> model = TopicModel("static:0", "static", np.zeros(2, np.float32), rule, topics)
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_model(model, Path(place) / "model")
    ...     read_model(Path(place) / "model").topics == topics
    True
    """
    from safetensors.numpy import save

    folder.mkdir(parents=True)
    past = model.past_centroids
    arrays = {
        "centre": model.centre,
        "centroids": model.rule.centroids,
        "directions": model.rule.directions,
        "offsets": model.rule.offsets,
        "past": np.zeros((0, len(model.centre)), np.float32) if past is None else past,
    }
    (folder / _ARRAYS).write_bytes(save(arrays))
    for name, content in (beside or {}).items():
        (folder / name).write_bytes(content)
    topics = {name: [asdict(one) for one in getattr(model, name)] for name in ("topics", "past")}
    _write(folder / _TOPICS, topics)
    manifest = {
        "format": FORMAT,
        "kind": "topics",
        "encoder": model.encoder,
        "encoder_name": model.encoder_name,
        "threshold": model.threshold,
        "secondary": model.secondary,
        "facts": model.facts,
        "files": {name: file_digest(folder / name) for name in (_ARRAYS, _TOPICS, *(beside or ()))},
    }
    _write(folder / MANIFEST, manifest)


def read_model(folder: Path) -> TopicModel:
    """Read a model: format, kind, then the digest of every file.

    Args:
        folder: as `write_model` makes it.

    Raises:
        ModelError: a file is missing, damaged or of another format; it is named.

    >>> from pathlib import Path
    >>> read_model(Path("no-such-folder"))
    Traceback (most recent call last):
    ...
    cxnlp.errors.ModelError: no-such-folder/manifest.json: found no readable manifest ...
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    manifest = _manifest(folder / MANIFEST)
    for name in (_ARRAYS, _TOPICS):
        _vouched(folder / name, manifest)
    try:
        arrays = load_file(folder / _ARRAYS)
        topics = json.loads((folder / _TOPICS).read_bytes())
        return TopicModel(
            encoder=manifest["encoder"],
            encoder_name=manifest["encoder_name"],
            centre=arrays["centre"],
            rule=Rule(*(arrays[name] for name in ("centroids", "directions", "offsets"))),
            topics=tuple(_topic(one) for one in topics["topics"]),
            past=tuple(_topic(one) for one in topics["past"]),
            past_centroids=arrays["past"],
            threshold=float(manifest["threshold"]),
            secondary=float(manifest["secondary"]),
            facts=dict(manifest["facts"]),
        )
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            folder,
            found=f"files that do not fit together ({type(error).__name__})",
            expected="a topic model",
            hint=_AGAIN,
        ) from error


def read_file(folder: Path, name: str) -> bytes:
    """Read a file that was written beside a model.

    Raises:
        ModelError: the file is missing, damaged, or not vouched for by the manifest.
    """
    _vouched(folder / name, _manifest(folder / MANIFEST))
    return (folder / name).read_bytes()


def same_encoder(model: TopicModel, encoder: Encoder, where: Path) -> None:
    """Refuse to measure vectors of one encoder with the centroids of another.

    Args:
        model: topics.
        encoder: that shall give the vectors.
        where: the model's folder, for the error.

    Raises:
        ModelError: the model's encoder is another one.

    >>> from pathlib import Path
    >>> from types import SimpleNamespace
    >>> model = SimpleNamespace(encoder="static:0", encoder_name="static")
    >>> encoder = SimpleNamespace(identity="static:1", name="static")
    >>> same_encoder(model, encoder, Path("topics/model"))
    Traceback (most recent call last):
    ...
    cxnlp.errors.ModelError: topics/model/manifest.json: found topics of the encoder static ...
    """
    if model.encoder != encoder.identity:
        raise ModelError(
            where / MANIFEST,
            found=f"topics of the encoder {model.encoder_name} ({model.encoder[:20]}…)",
            expected=f"topics of {encoder.name} ({encoder.identity[:20]}…)",
            hint=f"Open it with --encoder {model.encoder_name}, or find the topics anew.",
        )


def _vouched(path: Path, manifest: dict[str, Any]) -> None:
    expected = str(manifest["files"].get(path.name))
    check_digest(path, file_digest(path), expected, again=_AGAIN)


def _topic(values: dict[str, Any]) -> Topic:
    lists = {name: tuple(values[name]) for name in ("keywords", "lineage")}
    return Topic(**{**values, **lists})


def _manifest(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
        number, kind = values["format"], values["kind"]
        values["files"].get(_ARRAYS)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            path,
            found=f"no readable manifest ({type(error).__name__})",
            expected="the manifest of a topic model",
            hint=_AGAIN,
        ) from error
    if (number, kind) != (FORMAT, "topics"):
        raise ModelError(
            path,
            found=f"format {number!r} of kind {kind!r}",
            expected=f"format {FORMAT} of kind 'topics'",
            hint=f"It was made by another version of cxnlp. {_AGAIN}",
        )
    return dict(values)


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

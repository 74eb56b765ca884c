"""Texts to find topics in: with known groups, with dates, or as many as wanted."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.encoders import open_encoder
from cxnlp.text import split_sentences
from cxnlp.topicmodel import TextSample, teach

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder

__all__ = ["SETS", "Corpus", "add_data", "encoded", "load", "many"]

Set = Literal["banking77 (dev)", "banking77 (held)", "banking77 (all)", "nhs_phase1"]
SETS: Final[tuple[Set, ...]] = ("banking77 (held)", "banking77 (all)", "nhs_phase1")
"""Reported; `banking77 (dev)` is the half of the intents on which the constants were chosen."""

_DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
_CACHE: Final = Path(tempfile.gettempdir()) / "cxnlp-topics"
_DEV_SEED: Final = 77
_DEV_INTENTS: Final = 38


@dataclass(frozen=True)
class Corpus:
    """Different texts and the groups that they truly belong to, which no method is shown."""

    name: str
    texts: list[str]
    truth: NDArray[np.int64]


def add_data(parser: argparse.ArgumentParser) -> None:
    """Declare where data and vectors lie."""
    parser.add_argument("--data", type=Path, default=_DATA, help="the folder with feedback/")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="vectors are kept here")


def load(name: str, data: Path) -> Corpus:
    """Read a set."""
    if name.startswith("banking77"):
        table = pq.read_table(data / "topics" / "banking77.parquet").to_pydict()
        intents = sorted(set(table["category"]))
        dev = set(np.random.default_rng(_DEV_SEED).permutation(intents)[:_DEV_INTENTS].tolist())
        half = name.partition("(")[2].rstrip(")")
        wanted = {"dev": (True,), "held": (False,), "all": (True, False)}[half]
        pairs = list(zip(table["text"], table["category"], strict=True))
        kept = [(text, group) for text, group in pairs if (group in dev) in wanted]
    else:
        path = data / "feedback" / f"{name}.parquet"
        table = pq.read_table(path, columns=["text", "subtheme"]).to_pydict()
        pairs = list(zip(table["text"], table["subtheme"], strict=True))
        kept = [(text, group) for text, group in pairs if text and text.strip()]
    first = {text.strip(): str(group) for text, group in reversed(kept)}
    # The order in which a job looks at texts: random, and the same each time.
    sample = TextSample(most=len(first), seed=0)
    sample.add(first)
    texts = sample.texts()
    numbers = {group: at for at, group in enumerate(sorted(set(first.values())))}
    return Corpus(name, texts, np.array([numbers[first[text]] for text in texts], np.int64))


def encoded(texts: Sequence[str], name: str, cache: Path) -> tuple[Encoder, NDArray[np.float32]]:
    """An encoder and its vectors, kept by the digest of encoder and texts.

    `mapped` is fitted to the texts, with what MiniLM says taken from the cache.
    """
    if name == "mapped":
        teacher, vectors = encoded(texts, "minilm", cache)
        at = {text: place for place, text in enumerate(texts)}
        base = open_encoder("static").encoder
        mapped = teach(
            texts, base, teacher.identity, lambda some: vectors[[at[text] for text in some]]
        )
        return mapped, mapped.encode(texts)
    encoder = open_encoder(name).encoder
    digest = hashlib.sha256(encoder.identity.encode() + "\0".join(texts).encode()).hexdigest()
    path = cache / f"{digest[:32]}.npy"
    if path.is_file():
        stored: NDArray[np.float32] = np.load(path)
        return encoder, stored
    cache.mkdir(parents=True, exist_ok=True)
    made = encoder.encode(texts)
    np.save(path, made)
    return encoder, made


def many(data: Path, size: int) -> pa.Table:
    """So many short comments: real sentences, paired at random where they do not reach."""
    sentences: set[str] = set()
    for path in sorted((data / "feedback").glob("*.parquet")):
        for text in pq.read_table(path, columns=["text"])["text"].to_pylist():
            sentences.update(split_sentences(text or ""))
    pool = sorted(sentences)
    draw = np.random.default_rng(0)
    single = [pool[at] for at in draw.permutation(len(pool))[:size]]
    pairs = draw.integers(0, len(pool), (size - len(single), 2))
    return pa.table({"text": single + [f"{pool[one]} {pool[other]}" for one, other in pairs]})

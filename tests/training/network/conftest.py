"""A tiny BERT with random weights, made here: nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.training.network.examples import Examples
from cxnlp.training.network.losses import soft_targets

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = [
    "the",
    "staff",
    "were",
    "rude",
    "kind",
    "good",
    "bad",
    "awful",
    "lovely",
    "never",
    "again",
    "best",
    "ever",
    "ok",
    "fine",
    "slow",
    "late",
    "they",
    "lied",
    "to",
    "us",
    "and",
    "we",
    "loved",
    "it",
    "how",
    "do",
    "i",
    "change",
    "my",
    "pin",
    "!",
    ".",
    "?",
]
_MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def write_backbone(folder: Path) -> Path:
    """A folder that transformers reads: two layers, sixteen numbers wide."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = {word: place for place, word in enumerate([*_MARKS, *dict.fromkeys(_WORDS)])}
    tokenizer = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",  # noqa: S106 - no password
        unk_token="[UNK]",  # noqa: S106 - no password
        cls_token="[CLS]",  # noqa: S106 - no password
        sep_token="[SEP]",  # noqa: S106 - no password
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.3,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def some_examples(rows: int = 24) -> Examples:
    """Made-up texts: kind words stand for high levels."""
    texts, levels = [], []
    spoken = [
        "they lied to us never again",
        "slow and late",
        "it was ok",
        "the staff were kind",
        "lovely staff and we loved it",
        "best ever !",
        "how do i change my pin ?",
    ]
    for row in range(rows):
        texts.append(spoken[row % 7] + " ." * (row // 7))
        levels.append((row % 7 + 1) % 7)
    examples = Examples.of(tuple(texts), soft_targets(np.array(levels), 2.0))
    examples.dimensions[:] = 0
    examples.dimensions[np.array(levels) == 4, 0] = 1
    return examples


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny BERT's folder."""
    return write_backbone(tmp_path_factory.mktemp("backbone"))


@pytest.fixture
def examples() -> Examples:
    """Two dozen made-up texts with soft levels and one dimension."""
    return some_examples()

"""Encoders: texts to unit vectors, the same vector for a text whatever stands beside it."""

from __future__ import annotations

from cxnlp.encoders.encoder import Encoder
from cxnlp.encoders.opening import MINILM, OpenedEncoder, open_encoder
from cxnlp.encoders.sentence import SentenceEncoder, load_sentence_encoder
from cxnlp.encoders.static import StaticEncoder, load_static, write_static

__all__ = [
    "MINILM",
    "Encoder",
    "OpenedEncoder",
    "SentenceEncoder",
    "StaticEncoder",
    "load_sentence_encoder",
    "load_static",
    "open_encoder",
    "write_static",
]

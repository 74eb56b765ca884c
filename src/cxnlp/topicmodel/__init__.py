"""Topics: what comments are about, found once and assigned by one rule ever after."""

from __future__ import annotations

from cxnlp.topicmodel.assigning import Assigned, Assigner
from cxnlp.topicmodel.discovery import Request, discover
from cxnlp.topicmodel.folder import read_model, same_encoder, write_model
from cxnlp.topicmodel.mapping import MAPPED, MappedEncoder
from cxnlp.topicmodel.mapping_file import MAPPING, mapping_bytes, read_mapping
from cxnlp.topicmodel.model import NONE, Topic, TopicModel
from cxnlp.topicmodel.naming import Named, Namer, give_names
from cxnlp.topicmodel.opening import open_topics
from cxnlp.topicmodel.pieces import Pieces, cut, cut_all
from cxnlp.topicmodel.quotes import CentralQuotes
from cxnlp.topicmodel.registry import carry_on, earlier_topics
from cxnlp.topicmodel.rollup import roll_up
from cxnlp.topicmodel.rule import Rule, fit_rule
from cxnlp.topicmodel.sample import TextSample
from cxnlp.topicmodel.teaching import teach
from cxnlp.topicmodel.vector_cache import KeptEncoder, VectorCache
from cxnlp.topicmodel.vectors import KeptVectors, keep_vectors, read_vectors

__all__ = [
    "MAPPED",
    "MAPPING",
    "NONE",
    "Assigned",
    "Assigner",
    "CentralQuotes",
    "KeptEncoder",
    "KeptVectors",
    "MappedEncoder",
    "Named",
    "Namer",
    "Pieces",
    "Request",
    "Rule",
    "TextSample",
    "Topic",
    "TopicModel",
    "VectorCache",
    "carry_on",
    "cut",
    "cut_all",
    "discover",
    "earlier_topics",
    "fit_rule",
    "give_names",
    "keep_vectors",
    "mapping_bytes",
    "open_topics",
    "read_mapping",
    "read_model",
    "read_vectors",
    "roll_up",
    "same_encoder",
    "teach",
    "write_model",
]

"""Topics: what comments are about, found once and assigned by one rule ever after."""

from __future__ import annotations

from cxnlp.topicmodel.assigning import Assigned, Assigner
from cxnlp.topicmodel.discovery import Request, discover
from cxnlp.topicmodel.folder import read_model, same_encoder, write_model
from cxnlp.topicmodel.model import NONE, Topic, TopicModel
from cxnlp.topicmodel.pieces import Pieces, cut, cut_all
from cxnlp.topicmodel.quotes import CentralQuotes
from cxnlp.topicmodel.registry import carry_on
from cxnlp.topicmodel.rollup import roll_up
from cxnlp.topicmodel.rule import Rule, fit_rule
from cxnlp.topicmodel.sample import TextSample
from cxnlp.topicmodel.vectors import KeptVectors, keep_vectors, read_vectors

__all__ = [
    "NONE",
    "Assigned",
    "Assigner",
    "CentralQuotes",
    "KeptVectors",
    "Pieces",
    "Request",
    "Rule",
    "TextSample",
    "Topic",
    "TopicModel",
    "carry_on",
    "cut",
    "cut_all",
    "discover",
    "fit_rule",
    "keep_vectors",
    "read_model",
    "read_vectors",
    "roll_up",
    "same_encoder",
    "write_model",
]

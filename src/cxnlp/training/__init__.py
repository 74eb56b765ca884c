"""Training: texts with levels become a complete model."""

from cxnlp.training.config import TrainingSettings
from cxnlp.training.data import LabelledTexts, check_levels, read_labelled, without
from cxnlp.training.rated import RatedTexts, read_rated

__all__ = [
    "LabelledTexts",
    "RatedTexts",
    "TrainingSettings",
    "check_levels",
    "read_labelled",
    "read_rated",
    "without",
]

"""Fine-tuning of transformers: the only door to torch."""

from cxnlp.training.network.recipe import Recipe, TransformerTraining

__all__ = ["Recipe", "TransformerTraining"]

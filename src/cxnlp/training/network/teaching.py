"""Targets that other models have a say in (knowledge distillation, G. Hinton et al. 2015)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.training.network.examples import Examples

if TYPE_CHECKING:
    from collections.abc import Collection

    from cxnlp.training.soft import SoftTexts

__all__ = ["taught"]


def taught(
    examples: Examples, soft: SoftTexts, *, share: float, avoid: Collection[str]
) -> Examples:
    """Mix a teacher's answers into the targets of texts, and add the texts that only he knows.

    Args:
        examples: n texts with targets of their own.
        soft: what the teacher says, of these texts and of others.
        share: of the teacher in the targets of a text that both know.
        avoid: texts that are not added.

    Returns:
        The n texts in their order, then those of `soft` that are not among them, with the
        teacher's answer as target, of weight 1 and without aspects.
    """
    said = np.column_stack([1 - soft.evidence, soft.evidence[:, None] * soft.probabilities]).astype(
        np.float32
    )
    place = {text: row for row, text in enumerate(soft.texts)}
    targets = examples.targets.copy()
    for row, text in enumerate(examples.texts):
        told = place.pop(text, None)
        if told is not None:
            targets[row] = (1 - share) * targets[row] + share * said[told]
    own = replace(examples, targets=targets)
    added = [text for text in place if text not in avoid]
    if not added:
        return own
    return own.joined(Examples.of(tuple(added), said[[place[text] for text in added]]))

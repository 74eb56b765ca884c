"""From the outputs of aspect heads to dimensions, touchpoints and stages.

The heads give 22 numbers a text: for each of the five dimensions "absent", "positive" and
"negative", then one for each touchpoint and stage; in the order of `cxnlp.schema.ASPECT_FIELDS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from pydantic import Field

from cxnlp.config import Settings
from cxnlp.schema import ASPECT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["ASPECT_OUTPUTS", "DIMENSIONS", "FLAGS", "AspectRule", "aspect_odds"]

DIMENSIONS: Final = tuple(field.name for field in ASPECT_FIELDS if pa.types.is_int8(field.type))
"""Aspects that are absent (0), positive (1) or negative (-1)."""

FLAGS: Final = tuple(field.name for field in ASPECT_FIELDS if pa.types.is_boolean(field.type))
"""Aspects that hold or do not."""

ASPECT_OUTPUTS: Final = 3 * len(DIMENSIONS) + len(FLAGS)
"""Outputs that aspect heads have."""


def aspect_odds(
    outputs: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Log-odds that each aspect is there, and which sign a dimension then has.

    Args:
        outputs: of the heads. Shape (n, 22).

    Returns:
        Log-odds, shape (n, 12), and signs, -1 or 1, shape (n, 5).

    >>> odds, signs = aspect_odds(np.array([[0.0, 0, 0] + [9.0, 0, 1] * 4 + [-1.0] * 7]))
    >>> odds[0, :2].round(2).tolist(), signs[0].tolist()
    ([0.69, -7.69], [1, -1, -1, -1, -1])
    """
    n = len(outputs)
    three = outputs[:, : 3 * len(DIMENSIONS)].reshape(n, len(DIMENSIONS), 3)
    absent, positive, negative = (np.ascontiguousarray(three[:, :, k]) for k in range(3))
    high = np.maximum(positive, negative)
    low = np.minimum(positive, negative)
    there = high + np.log1p(np.exp(low - high)) - absent
    odds = np.concatenate([there, outputs[:, 3 * len(DIMENSIONS) :]], axis=1)
    return odds, np.where(positive >= negative, 1, -1).astype(np.int8)


class AspectRule(Settings):
    """From which log-odds on an aspect is said to be there."""

    thresholds: tuple[float, ...] = Field(
        default=(0.0,) * len(ASPECT_FIELDS),
        min_length=len(ASPECT_FIELDS),
        max_length=len(ASPECT_FIELDS),
    )
    """One for each aspect, chosen for Cohen's kappa on rows that the heads have not seen."""

    def apply(
        self, outputs: NDArray[np.float64]
    ) -> Mapping[str, NDArray[np.int8] | NDArray[np.bool_]]:
        """The aspects of each text, by name. Shape (n,) each.

        >>> rule = AspectRule()
        >>> found = rule.apply(np.array([[0.0, 2, 1] + [1.0, 0, 0] * 4 + [-1.0] * 7]))
        >>> int(found["empathy"][0]), int(found["timeliness"][0]), bool(found["touch_phone"][0])
        (1, 0, False)
        """
        odds, signs = aspect_odds(outputs)
        there = odds > np.array(self.thresholds)
        dimensions = np.where(there[:, : len(DIMENSIONS)], signs, np.int8(0)).astype(np.int8)
        flags = there[:, len(DIMENSIONS) :]
        return {
            **{name: dimensions[:, k].copy() for k, name in enumerate(DIMENSIONS)},
            **{name: flags[:, k].copy() for k, name in enumerate(FLAGS)},
        }

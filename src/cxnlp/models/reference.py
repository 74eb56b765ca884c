"""What the comments were like that a model learned from: counts and means, no texts.

With these a run can be held against the training data where the table itself is not at hand. Of
what the comments are about only means over ten random comments are kept: from the vector of a
short text its words can be guessed, from the mean of ten they cannot be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import numpy as np
from pydantic import Field, ValidationError

from cxnlp.config import Settings
from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["GROUP", "REFERENCE", "Reference", "group_means"]

REFERENCE: Final = "reference.json"
"""The file of a model folder that holds it; models of before it existed have none."""

GROUP: Final = 10
"""Comments in a mean."""

_DIGITS: Final = 4


class Reference(Settings):
    """`reference.json`: n comments, cleaned and masked, of those a model learned from.

    None of them was picked for its level. Languages and levels are those that a run of this model
    would give them; the levels are of comments that the model has not learned from.
    """

    comments: int = Field(ge=1)
    """How many comments were looked at: n."""
    lengths: dict[int, int]
    """Comments by their number of words."""
    languages: dict[str, int]
    """Comments by language: ISO 639-1."""
    levels: dict[int, int] = Field(default_factory=dict)
    """Comments by level, 0 for none, of the test table; empty where there was none."""
    encoder: str = ""
    """Identity of the encoder of `content`."""
    content: tuple[tuple[float, ...], ...] = ()
    """Mean vectors of ten random comments each."""

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self | None:
        """From the files of a model folder; None where it does not hold one.

        Raises:
            ModelError: the file holds something else.
        """
        if REFERENCE not in files:
            return None
        try:
            return cls.model_validate_json(files[REFERENCE])
        except ValidationError as error:
            raise ModelError(
                REFERENCE,
                found=f"contents that cannot be read ({error.errors()[0]['type']})",
                expected="counts of comments",
                hint="Train the model again.",
            ) from error

    def files(self) -> dict[str, bytes]:
        """The file of the model folder, by its name."""
        return {REFERENCE: (self.model_dump_json() + "\n").encode()}


def group_means(vectors: NDArray[np.floating], random: np.random.Generator) -> NDArray[np.float64]:
    """Means of ten rows each, in a random order, rounded; rows that are left over are dropped.

    Args:
        vectors: shape (n, d).
        random: of the order.

    Returns:
        Shape (n // 10, d).

    >>> import numpy as np
    >>> group_means(np.arange(20.0).reshape(20, 1), np.random.default_rng(0)).sum().item()
    19.0
    """
    groups = len(vectors) // GROUP
    order = random.permutation(len(vectors))[: groups * GROUP]
    shape = (groups, GROUP, vectors.shape[1])
    means: NDArray[np.float64] = vectors[order].astype(np.float64).reshape(shape).mean(axis=1)
    return means.round(_DIGITS)

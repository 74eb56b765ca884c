"""The interval of a share is Wilson's."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import wilson


def test_wilson_gives_the_figures_of_the_textbook() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    low, high = wilson(np.array([81 / 263, 15 / 148, 0, 1 / 29]), np.array([263.0, 148, 20, 29]))
    assert low == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=1e-4)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=1e-4)

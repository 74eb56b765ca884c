"""An encoder folder of an earlier version is still read, and gives the vectors that it gave.

`encoder/1` was written once by `cxnlp.encoders.write_static`, with eight tokens and random vectors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from cxnlp.encoders import load_static

FOLDER: Final = Path(__file__).parent / "encoder" / "1"
IDENTITY: Final = "static:1c2663ffcbd18bf0f568edb73f098941439ec9fbcb8f9bf10b427f382d0ad289"
VECTORS: Final = {
    "The van was late.": [-0.5893136, -0.5649761, 0.5565918, -0.1540037],
    "kind staff": [-0.4936040, -0.3679973, -0.7866429, 0.0461095],
    "": [0.0, 0.0, 0.0, 0.0],
}


def test_the_encoder_keeps_its_identity_and_its_vectors() -> None:
    encoder = load_static(FOLDER)
    assert encoder.identity == IDENTITY
    np.testing.assert_allclose(
        encoder.encode(list(VECTORS)), np.array(list(VECTORS.values())), atol=2e-7
    )

"""Whatever is opened as an encoder has all that an encoder is asked for."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cxnlp.encoders.encoder import Encoder
from cxnlp.encoders.sentence import SentenceEncoder
from cxnlp.encoders.static import StaticEncoder


@pytest.mark.parametrize("kind", [StaticEncoder, SentenceEncoder])
def test_an_encoder_has_a_name_an_identity_a_dimension_and_vectors(kind: type) -> None:
    asked = {name for name in vars(Encoder) if not name.startswith("_")}
    assert asked == {"name", "identity", "dimension", "encode"}
    assert asked <= {*dir(kind), *(field.name for field in fields(kind))}

"""Which texts a model has seen."""

from __future__ import annotations

import pytest

from cxnlp.errors import ModelError
from cxnlp.models.seen import SEEN, SeenTexts


def test_texts_are_found_again_whatever_their_case_and_spaces() -> None:
    seen = SeenTexts.of(["Kind  staff.", "Slow."])
    assert seen.holds(["kind staff.", "SLOW.", "slow"]).tolist() == [True, True, False]


def test_what_was_saved_is_read_again() -> None:
    seen = SeenTexts.of(["Kind staff.", "Slow.", "Slow."])
    again = SeenTexts.read(seen.files())
    assert again is not None
    assert again.known.tolist() == seen.known.tolist()
    assert len(again.known) == 2


def test_a_model_from_before_holds_none() -> None:
    assert SeenTexts.read({}) is None


def test_a_damaged_file_is_named() -> None:
    with pytest.raises(ModelError, match=SEEN):
        SeenTexts.read({SEEN: b"something else"})

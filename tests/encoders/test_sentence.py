"""A sentence transformer reads one text at a time, and gives vectors of length 1."""

from __future__ import annotations

import numpy as np

from cxnlp.encoders import SentenceEncoder


class Reader:
    """Stands where `sentence_transformers` does: a vector by the number of words and letters."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts: list[str], *, show_progress_bar: bool) -> np.ndarray:
        assert not show_progress_bar
        self.batches.append(texts)
        return np.array([[len(text.split()), len(text)] for text in texts], np.float64)


def test_texts_are_read_one_by_one_and_their_vectors_have_length_one() -> None:
    reader = Reader()
    encoder = SentenceEncoder("made-up", "sentence:0", 2, reader)
    found = encoder.encode(["late tram", "soup"])
    assert reader.batches == [["late tram"], ["soup"]]
    assert found.dtype == np.float32
    assert np.allclose(found, [[2, 9] / np.sqrt(85), [1, 4] / np.sqrt(17)])


def test_a_text_of_which_nothing_is_known_has_no_vector_and_no_text_none() -> None:
    encoder = SentenceEncoder("made-up", "sentence:0", 2, Reader())
    assert encoder.encode([""]).tolist() == [[0, 0]]
    assert encoder.encode([]).shape == (0, 2)

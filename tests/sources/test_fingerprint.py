"""Equal values give equal digests, however Arrow laid them out; other values give others."""

from __future__ import annotations

import hashlib
import struct

import polars as pl
import pyarrow as pa
import pytest

from cxnlp.sources import open_source
from cxnlp.sources.fingerprint import add_rows


def digest_of(*values: object) -> str:
    digest = hashlib.sha256()
    add_rows(digest, pa.table({"column": list(values)}))
    return digest.hexdigest()


def test_of_each_column_the_lengths_come_first_and_none_has_a_length_of_minus_one() -> None:
    digest = hashlib.sha256()
    add_rows(digest, pa.table({"text": ["né", None, ""], "n": [10, 2, None]}))
    laid_out = struct.pack("<3q", 3, -1, 0) + "né".encode() + struct.pack("<3q", 2, 1, -1) + b"102"
    assert digest.digest() == hashlib.sha256(laid_out).digest()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", ""), ("a", "b")),
        ((None,), ("",)),
        (("a", "b"), ("b", "a")),
        (([1, 2], None), ([1], [2])),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_other_values_give_other_digests(
    one: tuple[object, ...], other: tuple[object, ...]
) -> None:
    assert digest_of(*one) != digest_of(*other)
    assert digest_of(*one) == digest_of(*one)


def test_values_that_are_no_words_are_taken_as_json() -> None:
    assert digest_of([1, 2], None) == digest_of("[1, 2]", None)
    assert digest_of({"a": None}) == digest_of('{"a": null}')


def test_equal_rows_give_equal_digests_whatever_frame_holds_them() -> None:
    texts = ["kind", None, "fine"]
    whole = open_source(pa.table({"text": texts}))
    parts = open_source(pa.table({"text": pa.chunked_array([texts[:1], texts[1:]])}))
    other = open_source(pa.table({"text": ["kind", "", "fine"]}))
    assert whole.digest() == parts.digest() == open_source(pl.DataFrame({"text": texts})).digest()
    assert whole.digest() != other.digest()

"""Slices of rows, and the worst of them."""

from __future__ import annotations

import numpy as np

from cxnlp.metrics.slices import EMPTY, length_bands, slice_rows, worst


def test_every_row_is_in_one_slice_of_each_column() -> None:
    columns = {"a": np.array(["x", "y", "x", ""]), "b": np.array(["1", "1", "1", "2"])}
    found = dict(slice_rows(columns))
    assert set(found) == {"a=x", "a=y", f"a={EMPTY}", "b=1", "b=2"}
    for column in "ab":
        rows = [held for name, held in found.items() if name.startswith(column)]
        assert (np.sum(rows, axis=0) == 1).all()


def test_only_the_largest_slices_of_a_column_are_kept() -> None:
    values = np.array([f"v{n}" for n in range(10) for _ in range(n + 1)])
    names = [name for name, _ in slice_rows({"v": values}, most=3)]
    assert names == ["v=v7", "v=v8", "v=v9"]


def test_bands_of_length_meet_at_their_ends() -> None:
    texts = [" ".join(["word"] * count) for count in (1, 3, 4, 10, 11, 30, 31, 100, 101)]
    assert [band.split("-")[0] for band in length_bands(texts)] == [
        "1", "1", "4", "4", "11", "11", "31", "31", "over 100 words",
    ]  # fmt: skip


def test_the_worst_slice_has_enough_rows_and_a_number() -> None:
    values = {"few": 0.1, "none": float("nan"), "bad": 0.4, "good": 0.8}
    rows = {"few": 3, "none": 100, "bad": 50, "good": 50}
    assert worst(values, rows, higher_is_better=True) == "bad"
    assert worst(values, rows, higher_is_better=False) == "good"
    assert worst(values, rows, higher_is_better=True, least=1000) is None


def test_what_covers_every_row_is_no_slice() -> None:
    values, rows = {"language=en": 0.4, "shop=a": 0.5, "shop=b": 0.6}, {"language=en": 90}
    rows |= {"shop=a": 45, "shop=b": 45}
    assert worst(values, rows, higher_is_better=True, every=90) == "shop=a"
    assert worst({"language=en": 0.4}, rows, higher_is_better=True, every=90) is None

"""What is kept of the comments that a model learned from: counts and means of ten."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError, ModelError
from cxnlp.models.reference import GROUP, REFERENCE, Reference, group_means


def test_a_model_without_the_file_has_none() -> None:
    assert Reference.from_files({"manifest.json": b"{}"}) is None


def test_written_and_read_it_is_the_same() -> None:
    known = Reference(
        comments=20,
        lengths={4: 12, 7: 8},
        languages={"en": 20},
        levels={0: 3, 6: 17},
        encoder="static:1",
        content=((0.5, -0.25), (0.1, 1.0)),
    )
    assert Reference.from_files(known.files()) == known
    assert list(known.files()) == [REFERENCE]


def test_levels_and_content_may_be_unknown() -> None:
    bare = Reference(comments=1, lengths={4: 1}, languages={"en": 1})
    assert (bare.levels, bare.encoder, bare.content) == ({}, "", ())
    assert Reference.from_files(bare.files()) == bare


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"comments": 3}', b'{"comments": 1, "lengths": {}, "more": 1}']
)
def test_other_contents_are_refused_by_the_name_of_the_file(content: bytes) -> None:
    with pytest.raises(ModelError, match=r"reference\.json: found contents that cannot be read"):
        Reference.from_files({REFERENCE: content})


def test_no_comments_are_no_reference() -> None:
    with pytest.raises(ConfigurationError, match="comments"):
        Reference.check({"comments": 0, "lengths": {}, "languages": {}})


@pytest.mark.parametrize(("rows", "groups"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (39, 3)])
def test_each_mean_is_of_ten_comments_and_what_is_left_over_is_dropped(
    rows: int, groups: int
) -> None:
    """Powers of two: a sum of ten of them tells which they were, and none is in two."""
    vectors = np.stack([2.0 ** np.arange(rows), np.full(rows, 7.0)], axis=1)
    means = group_means(vectors, np.random.default_rng(5))
    assert means.shape == (groups, 2)
    assert (means[:, 1] == 7).all()
    members = [
        set(np.flatnonzero([int(m * GROUP) >> k & 1 for k in range(rows)])) for m in means.T[0]
    ]
    assert all(len(one) == GROUP for one in members)
    assert len(set().union(*members)) == GROUP * groups


def test_the_order_is_random_and_the_seeds() -> None:
    vectors = np.arange(40.0).reshape(40, 1)
    one, again, other = (group_means(vectors, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.tolist() == again.tolist()
    assert one.tolist() != other.tolist()
    assert one.ravel().tolist() != [4.5, 14.5, 24.5, 34.5]


def test_means_are_rounded_to_four_places() -> None:
    vectors = np.zeros((10, 1), np.float32)
    vectors[0] = 1.23456
    assert group_means(vectors, np.random.default_rng(0)).tolist() == [[0.1235]]

"""The static kind: rows for tokens and for pairs of tokens, added up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError, ModelError
from cxnlp.models.folder import read_folder, seal
from cxnlp.models.static import TABLE, StaticScorer, StaticSettings, token_rows

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "1" / "golden-static"


def numbers(*texts: list[int]) -> list[np.ndarray]:
    return [np.array(text, np.int64) for text in texts]


@pytest.fixture(scope="module")
def golden() -> StaticScorer:
    return StaticScorer.read(read_folder(GOLDEN, kinds=["static"]))


def test_tokens_come_first_and_then_each_pair_of_neighbours() -> None:
    owner, rows = token_rows(numbers([3, 4, 3], [], [4]), 10, 5)
    assert owner.tolist() == [0, 0, 0, 2, 0, 0]
    assert rows[:4].tolist() == [3, 4, 3, 4]


def test_a_pair_is_spread_over_its_rows_by_the_golden_ratio() -> None:
    """(3 * 10 + 4) * 0x9E3779B1 is 56502658 modulo 2^32; (4 * 10 + 3) * 0x9E3779B1, 2471588027.

    Of five rows these are the first and the third: 0.013 and 0.575 of 2^32.
    """
    assert token_rows(numbers([3, 4]), 10, 5)[1].tolist() == [3, 4, 10]
    assert token_rows(numbers([4, 3]), 10, 5)[1].tolist() == [4, 3, 12]


def test_every_pair_has_a_row_behind_those_of_the_tokens() -> None:
    _, rows = token_rows(numbers(list(range(1_000))), 1_000, 7)
    assert set(rows[1_000:].tolist()) == set(range(1_000, 1_007))


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_texts_without_tokens_have_no_rows(texts: list[list[int]]) -> None:
    owner, rows = token_rows(numbers(*texts), 10, 5)
    assert (owner.tolist(), rows.tolist()) == ([], [])


def test_a_sum_is_divided_by_the_root_of_its_rows(golden: StaticScorer) -> None:
    """Every row says one unit: n tokens and n - 1 pairs make the root of 2 n - 1."""
    ones = replace(golden, table=np.ones_like(golden.table), scale=np.full(6, 2.0))
    ones = replace(ones, constant=np.arange(6.0))
    texts = ["The van was late.", "", "late late"]
    found = ones.score(texts).evidence
    # A mark before the text and one behind it are tokens, too.
    assert [len(one) for one in golden.tokens.numbers(texts)] == [7, 2, 4]
    assert found == pytest.approx([5 + 2 * 13**0.5, 5 + 2 * 3**0.5, 5 + 2 * 7**0.5])


def test_no_texts_have_no_scores(golden: StaticScorer) -> None:
    found = golden.score([])
    assert (found.levels.shape, found.evidence.shape, found.aspects) == ((0, 6), (0,), {})


def test_a_long_list_is_read_by_blocks_and_says_the_same(golden: StaticScorer) -> None:
    texts = [f"The van was {'very ' * (row % 5)}late." for row in range(4_100)]
    whole = golden.score(texts)
    assert whole.evidence[4_096:].tobytes() == golden.score(texts[4_096:]).evidence.tobytes()
    assert whole.evidence[:5].tobytes() == golden.score(texts[:5]).evidence.tobytes()
    assert len(whole.evidence) == 4_100


def test_its_files_are_those_that_it_was_read_from(golden: StaticScorer) -> None:
    folder = read_folder(GOLDEN, kinds=["static"])
    again = StaticScorer.read(seal(folder.manifest, {**folder.files, **golden.files()}))
    assert again.files() == golden.files()
    assert set(golden.files()) == {TABLE, "tokenizer.json"}


def test_a_table_that_does_not_fit_the_tokenizer_is_refused() -> None:
    folder = read_folder(GOLDEN, kinds=["static"])
    assert folder.manifest.scorer["pairs"] == 256
    manifest = folder.manifest.model_copy(
        update={"scorer": {**folder.manifest.scorer, "pairs": 257}}
    )
    with pytest.raises(ModelError, match=r"tokens\.safetensors: found table of shape"):
        StaticScorer.read(seal(manifest, folder.files))


@pytest.mark.parametrize("wrong", [{"length": 7}, {"length": 8193}, {"pairs": 0}, {"pairs": 2**23}])
def test_settings_have_their_bounds(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        StaticSettings.check(wrong)

"""Traits: of texts as they are, of a run as it was labelled, of a model's data as it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.faults.conftest import label

from cxnlp.errors import RunFolderError
from cxnlp.flows.traits import few_of, traits_of, traits_of_reference, traits_of_run
from cxnlp.models import load
from cxnlp.models.reference import Reference
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "They lied about the fee and kept my money.",
    "Das Personal war sehr unfreundlich und niemand hat uns geholfen.",
    "What time do you open on Sunday?",
    "Ring me on 0171 555 0134 or at jo@example.org, nobody answers.",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "run"
    label(TEXTS, out, part_size=3)
    return out


def test_words_are_counted_and_languages_told() -> None:
    found = traits_of(["  Kind \n staff. ", *TEXTS[:2]])
    assert found.lengths.tolist() == [2, 9, 10]
    assert found.languages is not None
    assert found.languages.tolist()[1:] == ["en", "de"]
    assert found.levels is None
    assert found.vectors is not None
    assert found.vectors.dtype == np.float64
    assert len(found.vectors) == 3


def test_a_model_tells_levels_as_in_a_run(run: Path) -> None:
    """What it does not read, and what tells of no service, is on no level."""
    by_model, by_run = traits_of(TEXTS, load("levels-fast")), traits_of_run(run)
    assert by_model.levels is not None
    assert by_run.levels is not None
    assert by_model.levels.tolist() == by_run.levels.tolist()
    assert by_run.levels[0] in {1, 2}
    assert by_run.levels[1:3].tolist() == [0, 0]
    assert by_model.languages is not None
    assert by_run.languages is not None
    assert by_model.languages.tolist() == by_run.languages.tolist()
    assert np.array_equal(by_model.vectors, by_run.vectors)  # type: ignore[arg-type] # both there


def test_a_run_is_given_by_its_folder_or_opened(run: Path) -> None:
    given, opened = traits_of_run(str(run)), traits_of_run(open_run(run))
    assert given.lengths.tolist() == opened.lengths.tolist() == [9, 10, 7, 11]


def test_masked_texts_have_fewer_words_where_a_number_had_several(run: Path) -> None:
    texts, labelled = traits_of(TEXTS, masked=True), traits_of_run(run, masked=True)
    assert texts.lengths.tolist() == labelled.lengths.tolist()
    assert texts.lengths[:3].tolist() == [9, 10, 7]
    assert texts.lengths[3] < 11


def test_a_run_without_texts_is_refused(tmp_path: Path) -> None:
    label(TEXTS[:1], tmp_path / "bare", text=False)
    with pytest.raises(RunFolderError) as caught:
        traits_of_run(tmp_path / "bare")
    assert str(caught.value) == (
        f"{tmp_path / 'bare'}: found a run without texts; expected texts, whose length and content "
        "are compared. Label again without --no-text."
    )


def test_a_reference_is_spread_out_again() -> None:
    known = Reference(
        comments=3, lengths={4: 2, 9: 1}, languages={"de": 1, "en": 2}, levels={0: 1, 5: 2}
    )
    found = traits_of_reference(known)
    assert found.lengths.tolist() == [4, 4, 9]
    assert found.languages is not None
    assert found.languages.tolist() == ["de", "en", "en"]
    assert found.levels is not None
    assert found.levels.tolist() == [0, 5, 5]
    assert found.vectors is None
    bare = Reference(comments=1, lengths={4: 1}, languages={"en": 1}, content=((0.5, 0.25),))
    assert traits_of_reference(bare).levels is None
    assert np.array_equal(traits_of_reference(bare).vectors, [[0.5, 0.25]])  # type: ignore[arg-type] # there


def test_two_thousand_comments_are_all_looked_at_and_of_more_a_random_part_in_order() -> None:
    assert few_of(2_000, seed=1).tolist() == list(range(2_000))
    assert few_of(0, seed=1).tolist() == []
    some = few_of(5_000, seed=1)
    assert len(some) == len(set(some.tolist())) == 2_000
    assert some.tolist() == sorted(some.tolist())
    assert some.tolist() == few_of(5_000, seed=1).tolist() != few_of(5_000, seed=2).tolist()
    assert some.max() > 4_900

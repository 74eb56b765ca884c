"""A review is of a run if the run has its ids, with the texts that the reviewers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.faults.conftest import label

from cxnlp.errors import InputDataError
from cxnlp.flows.reviews.of_run import reviewed_texts
from cxnlp.reviewing.returned import Correction, Returned, Unjudged
from cxnlp.runs import Run, open_run

if TYPE_CHECKING:
    from pathlib import Path

TABLE = pa.table({"id": ["a", "b", "c"], "text": ["Late again.", "Kind staff.", "It was fine."]})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("runs") / "run"
    label(TABLE, out, part_size=2)
    return open_run(out)


def review(*judged: Correction, left: tuple[Unjudged, ...] = ()) -> Returned:
    return Returned("review.csv", "0" * 64, judged, unjudged=left)


def test_texts_are_found_by_id_in_every_part_judged_or_not(run: Run) -> None:
    found = reviewed_texts(
        run,
        review(Correction("c", 3, 3, text="It was fine."), left=(Unjudged("a", "Late again."),)),
    )
    assert found == {"a": "Late again.", "c": "It was fine."}


def test_a_review_of_nothing_finds_nothing(run: Run) -> None:
    assert reviewed_texts(run, review()) == {}


@pytest.mark.parametrize("judged", [True, False])
def test_an_id_that_the_run_does_not_have_is_named(run: Run, judged: bool) -> None:
    one = review(Correction("z", 3, 2)) if judged else review(left=(Unjudged("z"),))
    with pytest.raises(InputDataError) as caught:
        reviewed_texts(run, one)
    assert str(caught.value) == (
        f"review.csv: found 1 ids that the run {run.folder} does not have, such as 'z'; expected "
        "ids of that run. Name the run that the review file was made from."
    )


@pytest.mark.parametrize("judged", [True, False])
def test_another_text_under_an_id_is_a_review_of_another_run(run: Run, judged: bool) -> None:
    text = "Rude staff."
    one = (
        review(Correction("b", 4, 2, text=text)) if judged else review(left=(Unjudged("b", text),))
    )
    with pytest.raises(InputDataError) as caught:
        reviewed_texts(run, one)
    assert str(caught.value).startswith(f"the run {run.folder}: found another text; expected")
    assert text not in str(caught.value)
    assert "Kind staff." not in str(caught.value)


def test_a_run_without_texts_has_the_ids_and_nothing_to_compare(tmp_path: Path) -> None:
    label(TABLE, tmp_path / "bare", text=False)
    found = reviewed_texts(open_run(tmp_path / "bare"), review(Correction("b", 4, 2, text="Rude.")))
    assert found == {"b": None}

"""Where topics may be written: a free place, or the topics of this very job."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cxnlp.errors import RunFolderError, UsageError
from cxnlp.flows.topic_job.place import finished_job, refuse_other
from cxnlp.topicmodel import read_model

TOPICS = Path(__file__).parents[2] / "golden" / "1" / "topics"


def job() -> dict[str, object]:
    found = read_model(TOPICS / "model").facts["job"]
    assert isinstance(found, dict)
    return dict(found)


def test_a_free_place_and_a_topics_folder_may_be_written_to(tmp_path: Path) -> None:
    refuse_other(tmp_path / "free")
    refuse_other(TOPICS)


@pytest.mark.parametrize("what", ["an empty folder", "a model without a manifest", "a file"])
def test_anything_else_is_left_alone(tmp_path: Path, what: str) -> None:
    place = tmp_path / "letters"
    if what == "a file":
        place.write_text("Dear all", encoding="utf-8")
    else:
        (place / "model" if "model" in what else place).mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        refuse_other(place)
    assert str(caught.value) == (
        f"{place}: found something that is no topics folder; expected a free place, or a topics "
        "folder. Choose another --out."
    )


def test_a_free_place_holds_no_finished_job(tmp_path: Path) -> None:
    assert finished_job(tmp_path / "free", {"seed": 0}) is None


def test_the_same_job_again_is_told_what_it_noted() -> None:
    facts = finished_job(TOPICS, job())
    assert facts is not None
    assert facts["notices"] == [
        "Only 19 different pieces of text: read the topics as a first sorting."
    ]


def test_another_job_is_refused_and_what_differs_is_named_in_order() -> None:
    other = {**job(), "seed": 1, "encoder": "another", "registry": "r"}
    with pytest.raises(RunFolderError) as caught:
        finished_job(TOPICS, other)
    assert caught.value.found == (
        "the topics of another job (another encoder, another registry, another seed)"
    )
    assert "--fresh" in caught.value.hint


def test_a_setting_that_only_one_of_both_knows_makes_another_job() -> None:
    for other in ({**job(), "later": 1}, {k: v for k, v in job().items() if k != "seed"}):
        with pytest.raises(RunFolderError, match=r"another job \(another (later|seed)\)"):
            finished_job(TOPICS, other)


def test_topics_that_are_carried_on_are_done_only_if_they_are_of_this_run() -> None:
    """Which registry was named tells nothing then: it is the folder itself."""
    assert finished_job(TOPICS, {**job(), "registry": "weekly"}, carried_on=True) is not None
    assert finished_job(TOPICS, {**job(), "run": "next week"}, carried_on=True) is None


def test_topics_that_cannot_be_read_are_kept_and_named(tmp_path: Path) -> None:
    shutil.copytree(TOPICS, tmp_path / "topics")
    (tmp_path / "topics" / "model" / "topics.json").unlink()
    with pytest.raises(RunFolderError, match=r"topics that cannot be read.*topics\.json"):
        finished_job(tmp_path / "topics", job())

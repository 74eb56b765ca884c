"""An id is kept once, however the ids are cut into parts."""

from __future__ import annotations

from cxnlp.labelling import KeptIds


def test_the_first_of_equal_ids_is_kept() -> None:
    assert KeptIds().add(["a", "b", "a", "a"]).tolist() == [True, True, False, False]


def test_ids_of_earlier_parts_are_remembered() -> None:
    kept = KeptIds()
    for part in range(50):
        assert kept.add([f"{part}-{number}" for number in range(7)]).all()
    assert not kept.add(["0-0", "25-3", "49-6"]).any()
    assert kept.add(["new"]).all()


def test_no_ids_are_no_trouble() -> None:
    assert KeptIds().add([]).tolist() == []

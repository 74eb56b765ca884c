"""The place of a file is seen to before the work whose outcome it will hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import UsageError
from cxnlp.flows.written import prepare_place, write_words

if TYPE_CHECKING:
    from pathlib import Path


def test_the_folder_of_a_file_to_come_is_made_and_the_file_is_not(tmp_path: Path) -> None:
    prepare_place(tmp_path / "a" / "b" / "page.html")
    assert list((tmp_path / "a" / "b").iterdir()) == []
    prepare_place(str(tmp_path / "page.html"), [None, tmp_path / "gold.csv"])


def test_a_file_that_is_read_is_known_by_any_of_its_names(tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("text,level\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(gold)
    for name in (gold, tmp_path / "link.csv", tmp_path / "x" / ".." / "gold.csv"):
        with pytest.raises(UsageError) as caught:
            prepare_place(name, [None, str(gold)])
        assert str(caught.value) == (
            f"{name}: found a file that is read here; expected another name: what was given is "
            "never changed. Name another file."
        )
    assert not (tmp_path / "x").exists()


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="found a folder; expected the name of a file"):
        prepare_place(tmp_path)


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    place = tmp_path / "file" / "page.html"
    with pytest.raises(UsageError, match=r"a folder that cannot be made \(File exists\)"):
        prepare_place(place)
    with pytest.raises(UsageError, match=r"page\.html: found a folder that cannot be made"):
        write_words(place, "<p>")


def test_words_are_written_whole_as_utf_8_over_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    for words in ("first", "größer\n"):
        write_words(path, words)
        assert path.read_bytes() == words.encode()
        assert [one.name for one in path.parent.iterdir()] == ["page.html"]


def test_a_disk_that_refuses_is_told_and_what_stood_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    write_words(path, "first")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError) as caught:
        write_words(path, "second")
    assert str(caught.value) == (
        f"{path}: found a place that cannot be written to (No space left on device); expected a "
        "place that may be written to. Name another file."
    )
    assert path.read_text(encoding="utf-8") == "first"

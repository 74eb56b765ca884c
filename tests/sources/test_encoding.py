"""Text files are read in the encoding they were written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.schema import RejectionReason
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path


def texts_of(path: Path, content: bytes) -> list[str | RejectionReason | None]:
    path.write_bytes(content)
    return [
        chunk.faults[offset].reason if offset in chunk.faults else text
        for chunk in open_source(path).chunks(1000)
        for offset, text in enumerate(chunk.table["text"].to_pylist())
    ]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Très aimable \u2013 “super” 👍"),
        ("utf-8-sig", "Très aimable"),
        ("utf-16", "Très aimable 👍"),
        ("utf-16-le", "Very kind people"),
        ("utf-16-be", "Very kind people"),
        ("utf-32", "Très aimable"),
        ("cp1252", "Très aimable, it\u2019s worth £5…"),
        ("latin-1", "Sehr schön und größer als gedacht"),
        ("cp1250", "Świetna obsługa, dziękuję bardzo"),
        ("cp1251", "Отличный сервис, большое спасибо"),
        ("shift_jis", "スタッフの方がとても親切でした"),
        ("gb18030", "服务员非常热情\uff0c马上就帮我们解决了问题"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, text: str) -> None:
    content = f'id,text\n1,"{text}"\n'.encode(encoding)
    assert texts_of(tmp_path / "feedback.csv", content) == [text]


def test_a_late_accent_decides_for_the_whole_file(tmp_path: Path) -> None:
    content = b"id,text\n" + b"1,plain\n" * 100_000 + b"2,tr\xe8s bon caf\xe9\n"
    assert texts_of(tmp_path / "feedback.csv", content)[-1] == "très bon café"


def test_a_row_that_does_not_decode_is_set_aside_and_others_live(tmp_path: Path) -> None:
    content = "id,text\n1,très\n2,déjà\n".encode() + b"3,bad \xff byte\n4,fine\n"
    assert texts_of(tmp_path / "feedback.csv", content) == [
        "très",
        "déjà",
        RejectionReason.BAD_ENCODING,
        "fine",
    ]


def test_stray_bytes_in_plain_ascii_are_no_code_page(tmp_path: Path) -> None:
    content = b"id,text\n1,good\n2,bad \xff\xfe byte\n3,fine\n"
    assert texts_of(tmp_path / "feedback.csv", content) == [
        "good",
        RejectionReason.BAD_ENCODING,
        "fine",
    ]


def test_a_character_may_lie_across_blocks(tmp_path: Path) -> None:
    for shift in range(4):
        padding = "x" * shift
        content = ("id,text\n" + f"1,{padding}\n" + "2,né👍\n" * 40_000).encode()
        assert set(texts_of(tmp_path / "feedback.csv", content)[1:]) == {"né👍"}


def test_signs_of_a_code_page_at_the_very_end_are_read_with_the_rest(tmp_path: Path) -> None:
    """Four of them in a row could be the inside of a character of UTF-8, which has no such end."""
    text = "Much too dear, I\u2019d say: €€€€"
    assert texts_of(tmp_path / "x.csv", f"text\n{text}".encode("cp1252")) == [text]


def test_a_long_file_in_a_code_page_is_told_by_its_beginning(tmp_path: Path) -> None:
    texts = [
        f"It\u2019s worth £5\u2026 said visitor {row:06d}, and I\u2019d agree"
        for row in range(12_000)
    ]
    content = "\n".join(["text", *texts]).encode("cp1252")
    assert len(content) > 2 * (1 << 18)
    assert texts_of(tmp_path / "x.csv", content) == texts

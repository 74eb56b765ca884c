"""Lines are taken one by one, and of one that is too long only the measure is kept."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from tests.sources.conftest import content_of

from cxnlp.errors import InputDataError
from cxnlp.sources.compression import Unpacked
from cxnlp.sources.encoding import Encoding
from cxnlp.sources.lines import (
    LONGEST_LINE,
    LongLine,
    TextLines,
    read_lines,
    read_sample,
    read_text,
)

if TYPE_CHECKING:
    from cxnlp.sources.lines import Line

UTF8 = Encoding("utf-8", "surrogateescape", 0, 0)


def lines_of(*blocks: str, line_end: str = "\n") -> list[Line]:
    return list(TextLines(iter(blocks), line_end))


@pytest.mark.parametrize(
    ("blocks", "lines"),
    [
        ((), []),
        (("",), []),
        (("\n",), [""]),
        (("a",), ["a"]),
        (("a\n",), ["a"]),
        (("a\n\nb",), ["a", "", "b"]),
        (("a", "", "b\nc", "\n", "d"), ["ab", "c", "d"]),
        (("a\r\nb",), ["a\r", "b"]),
    ],
)
def test_a_line_ends_with_its_sign_or_with_the_text(
    blocks: tuple[str, ...], lines: list[str]
) -> None:
    assert lines_of(*blocks) == lines


def test_any_sign_may_end_a_line() -> None:
    assert lines_of("a\nb\rc", line_end="\r") == ["a\nb", "c"]


@pytest.mark.parametrize("cut", [1, 500_000, LONGEST_LINE, LONGEST_LINE + 2])
def test_of_a_line_over_the_limit_only_the_measure_is_kept(cut: int) -> None:
    fits = "x" * LONGEST_LINE
    long = '"' + fits[1:] + '"'
    for text, first in ((fits, fits), (long, LongLine(1_000_001, 2))):
        whole = f"{text}\nnext\n"
        assert lines_of(whole[:cut], whole[cut:]) == [first, "next"]
        assert lines_of(text[:cut], text[cut:]) == [first]


def test_a_line_of_many_blocks_is_measured_to_its_end() -> None:
    block = '"' + "x" * 399_999
    (long, rest) = lines_of(*[block] * 4, 'x"\nrest')
    assert long == LongLine(1_600_002, 5)
    assert rest == "rest"


def test_what_is_ahead_can_be_looked_at_and_passed_by() -> None:
    lines = TextLines(iter(["one\ntwo\nthr", "ee\n"]), "\n")
    assert lines.ahead() == ""
    assert lines.more()
    assert next(lines) == "one"
    assert lines.ahead() == "two\nthr"
    lines.pass_by(4)
    assert lines.ahead() == "thr"
    assert lines.more()
    assert lines.ahead() == "three\n"
    assert not lines.more()
    assert list(lines) == ["three"]


def test_a_sample_tells_whether_it_is_all() -> None:
    text = content_of("né👍".encode())
    assert read_sample(text, UTF8, 4) == ("né👍", True)
    assert read_sample(text, UTF8, 2) == ("né", False)
    assert read_sample(content_of(b""), UTF8) == ("", True)


def test_a_sign_whose_bytes_lie_in_two_blocks_is_one() -> None:
    data = b"x" * ((1 << 18) - 1) + "é\n".encode() + b"end"
    first, second = read_lines(content_of(data), UTF8, "\n")
    assert isinstance(first, str)
    assert (first[-2:], second) == ("xé", "end")


def test_bytes_that_end_in_the_middle_of_a_sign_stay_recognisable() -> None:
    assert "".join(read_text(content_of(b"caf\xc3"), UTF8)) == "caf\udcc3"


def test_a_file_that_is_cut_off_on_the_way_is_told() -> None:
    packed = Unpacked(content_of(gzip.compress(b"id,text\n")[:-9], "a.csv.gz"), "gz")
    with pytest.raises(InputDataError, match=r"a\.csv\.gz: found data that is cut off, damaged"):
        list(read_text(packed, UTF8))

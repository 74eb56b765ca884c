"""How the bytes of a text file become characters.

A byte order mark decides; else UTF-8, where every byte, or all but a few stray rows, fits it; else
the code page of Western Europe, where its characters make sense between letters; else what
charset-normalizer finds. The whole file is read for this, in blocks, because the first accented
letter may stand in its last row; the same pass finds a compressed file that is cut off.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.errors import InputDataError
from cxnlp.sources.compression import BROKEN_STREAM

if TYPE_CHECKING:
    from cxnlp.sources.contents import Content

__all__ = ["Encoding", "find_encoding"]

_BLOCK: Final = 1 << 18
_SAMPLE: Final = 1 << 18
_MOST: Final = 0.9
_TELLING_BYTES: Final = 8
_PAIRS: Final = 4
_CONTROLS: Final = 8
_CONTROLS_SHARE: Final = 0.02
_LEAD: Final = 0xC0
_CONTINUATION: Final = 0x80
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_UTF8_CHARACTER: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# Code page 1252: typographic signs and currency anywhere; accented letters beside a letter.
_WESTERN_SIGN: Final = re.compile(
    rb"[\x80\x85\x91-\x97\x99\xa0\xa1\xa3\xa7\xa9\xab\xae\xb0\xb2\xb4\xb7\xbb-\xbf]"
    rb"|(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xfc]|[\xc0-\xd6\xd8-\xf6\xf8-\xfc](?=[A-Za-z])"
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TELLING: Final = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "mac_roman",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]


@dataclass(frozen=True)
class Encoding:
    """How to decode a file.

    Attributes:
        name: Python's name of the codec.
        errors: what becomes of bytes that do not fit: they stay recognisable as such.
        lines: line feeds in the file.
        size: bytes of the file, unpacked.
    """

    name: str
    errors: str
    lines: int
    size: int


@dataclass
class _Survey:
    sample: bytes = b""
    telling: bytes = b""
    size: int = 0
    lines: int = 0
    characters: int = 0
    strays: int = 0


def find_encoding(content: Content) -> Encoding:
    r"""Read the whole content and tell its encoding.

    Raises:
        InputDataError: it is empty, binary, cut off or damaged.

    >>> import io
    >>> from cxnlp.sources.contents import SpooledContent
    >>> western = "text\nTr\u00e8s aimable\n".encode("latin-1")
    >>> find_encoding(SpooledContent("feedback.csv", io.BytesIO(western))).name
    'cp1252'
    """
    survey = _survey(content)
    if not survey.size:
        raise InputDataError(
            content.where,
            found="an empty file",
            expected="a header and rows",
            hint="Check the export that made the file; where JSON lines may hold nothing, label "
            "with --allow-empty.",
        )
    for mark, name in _MARKS:
        if survey.sample.startswith(mark):
            strict = name == "utf-8-sig"
            return Encoding(
                name, "surrogateescape" if strict else "replace", survey.lines, survey.size
            )
    wide = _wide(survey.sample)
    if wide:
        return Encoding(wide, "replace", survey.lines, survey.size)
    _refuse_binary(content, survey.sample)
    return Encoding(_narrow(survey), "surrogateescape", survey.lines, survey.size)


def _survey(content: Content) -> _Survey:
    survey = _Survey()
    tail = b""
    try:
        with content.open() as reader:
            while block := reader.read1(_BLOCK):
                survey.size += len(block)
                survey.lines += block.count(b"\n")
                if len(survey.sample) < _SAMPLE:
                    survey.sample += block[: _SAMPLE - len(survey.sample)]
                tail = _count(survey, tail + block)
    except (*BROKEN_STREAM, OSError) as error:
        raise _cut_off(content, survey.lines) from error
    survey.strays += len(_HIGH.findall(tail))
    return survey


def _count(survey: _Survey, block: bytes) -> bytes:
    """Count characters beyond ASCII and stray bytes; give back the unfinished end."""
    if block.isascii():
        return b""
    cut = len(block)
    for back in range(1, min(4, len(block)) + 1):
        if block[-back] >= _LEAD:
            cut -= back
            break
        if block[-back] < _CONTINUATION:
            break
    body, tail = block[:cut], block[cut:]
    try:
        survey.characters += len(body) - len(body.decode("utf-8"))
    except UnicodeDecodeError:
        survey.characters += len(_UTF8_CHARACTER.findall(body))
        survey.strays += len(_HIGH.findall(_UTF8_CHARACTER.sub(b"", body)))
        if len(survey.telling) < _SAMPLE:
            rows = [row for row in body.split(b"\n") if not row.isascii()]
            survey.telling += b"\n".join(rows)[: _SAMPLE - len(survey.telling)]
    if _UTF8_CHARACTER.fullmatch(tail):
        survey.characters += 1
        return b""
    return tail


def _narrow(survey: _Survey) -> str:
    """UTF-8, or a code page of one byte or two a character."""
    if survey.characters >= survey.strays:
        return "utf-8"
    sample = survey.telling or survey.sample
    high = len(_HIGH.findall(sample))
    if len(_WESTERN_SIGN.findall(sample)) >= _MOST * high:
        return "cp1252"
    from charset_normalizer import from_bytes

    match = from_bytes(sample, cp_isolation=_TELLING).best()
    if match is None or (high < _TELLING_BYTES and not _reads_well(sample, match.encoding)):
        # Too little to tell a code page from damage: the rows are reported instead.
        return "utf-8"
    return match.encoding


def _reads_well(sample: bytes, name: str) -> bool:
    """Whether every character beyond ASCII is a letter in a word of at least three."""
    text = sample.decode(name, errors="replace")
    words = re.findall(r"[^\W\d_]{3,}", text)
    return sum(not sign.isascii() for sign in text) == sum(
        not sign.isascii() for word in words for sign in word
    )


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is zero in mostly Latin text."""
    pairs = len(sample) // 2
    if pairs < _PAIRS:
        return None
    if sample[1::2].count(0) > 0.7 * pairs and sample[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None


def _refuse_binary(content: Content, sample: bytes) -> None:
    controls = len(_CONTROL.findall(sample))
    if controls >= _CONTROLS and controls > _CONTROLS_SHARE * len(sample):
        raise InputDataError(
            content.where,
            found="binary data",
            expected="CSV, TSV, JSON lines, Parquet or a spreadsheet",
            hint="Export the feedback as CSV in UTF-8, or name another file.",
        )


def _cut_off(content: Content, lines: int) -> InputDataError:
    return InputDataError(
        content.where,
        found=f"compressed data that is cut off or damaged after line {lines}",
        expected="a whole file",
        hint="Copy or export the file again.",
    )

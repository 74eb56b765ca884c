"""Opening a source: what it is, by its content first and its name second."""

from __future__ import annotations

import codecs
import re
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.sources.addresses import is_address, without_credentials
from cxnlp.sources.columnar import ParquetTable
from cxnlp.sources.compression import BROKEN_STREAM, Unpacked, packing_of
from cxnlp.sources.contents import FileContent, SpooledContent
from cxnlp.sources.database import DatabaseQuery, database_kind, open_database
from cxnlp.sources.delimited import DelimitedFile
from cxnlp.sources.frames import open_frame
from cxnlp.sources.jsonlines import JsonFile
from cxnlp.sources.places import find_files, path_of
from cxnlp.sources.reading import Member, TableSource
from cxnlp.sources.remote import fetch_files
from cxnlp.sources.shaped import open_export
from cxnlp.sources.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.sources.chunk import Source, TableReader
    from cxnlp.sources.contents import Content

__all__ = ["open_source"]

_HEAD: Final = 4096
_NAMES_SHOWN: Final = 5
_FOREIGN: Final = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x7fELF": "a program",
}
_MARKUP: Final = re.compile(
    rb"<(?:!doctype|html|table|\?xml)(?=[>\s])[^,;\t\n]*(?:\n|>|\Z)", re.IGNORECASE
)


_HEADED: Final = re.compile(r"\.(?:csv|tsv|tab|txt|xlsx?|parquet)\b", re.IGNORECASE)
"""Names of files that have a header or a schema even without rows."""


def open_source(
    source: str | Path | object, *, table: str | None = None, if_empty: Sequence[str] | None = None
) -> Source:
    """Open feedback wherever it lies.

    Args:
        source: a path; a glob pattern; a folder; "-" for standard input; a frame that speaks the
            Arrow C stream, or a column of one; an iterable of texts; an address such as
            `s3://bucket/*.csv`; or a `DatabaseQuery`. Files may be CSV in any delimiter and
            encoding, JSON lines, Parquet or spreadsheets, plain or compressed.
        table: the sheet of a workbook.
        if_empty: that a source may be without rows; the columns that one has which does not even
            tell their names, such as JSON lines of which there are none. A table without its header
            is refused all the same, because a broken export looks like that.

    Raises:
        InputDataError: nothing is there, or it cannot be read.

    >>> open_source(["Kind staff.", "Slow."]).columns
    ('text',)
    """
    fine = if_empty is not None
    if isinstance(source, DatabaseQuery):
        return replace(open_database(source), may_be_empty=fine)
    if not isinstance(source, (str, Path)):
        reader = open_frame(source)
        member = Member("frame", reader)
        return TableSource("frame", (member,), reader.schema, may_be_empty=fine)
    contents: tuple[Content, ...]
    if str(source) == "-":
        contents = (SpooledContent("stdin", sys.stdin.buffer),)
        uri = "stdin"
    elif database_kind(str(source)) is not None:
        raise InputDataError(
            without_credentials(str(source)) if is_address(source) else source,
            found="a database, but not which rows of it",
            expected="a query and a key",
            hint="Give --query and --key, or a cxnlp.sources.DatabaseQuery.",
        )
    elif is_address(source):
        contents = fetch_files(str(source))
        uri = without_credentials(str(source))
    else:
        paths = find_files(source)
        contents = tuple(_content_of(path) for path in paths)
        uri = str(paths[0]) if len(paths) == 1 else str(path_of(source).absolute())
    members = tuple(
        Member(content.name, _open_table(content, table))
        for content in contents
        if not (fine and _holds_nothing(content))
    )
    schema = (
        _same_columns(members)
        if members
        else pa.schema([(name, pa.string()) for name in dict.fromkeys(if_empty or ())])
    )
    return TableSource(uri, members, schema, contents, fine)


def _holds_nothing(content: Content) -> bool:
    """Whether a file is one of records, of which there are none: no bytes, or `[]`."""
    head = _head(content)
    packing = packing_of(head, content)
    if packing is not None:
        head = _head(Unpacked(content, packing))
    nothing = head.removeprefix(b"\xef\xbb\xbf").split() in ([], [b"[]"], [b"[", b"]"])
    return nothing and len(head) < _HEAD and _HEADED.search(content.name) is None


def _content_of(path: Path) -> Content:
    if path.is_file():
        return FileContent.of(path)
    with path.open("rb") as stream:
        return SpooledContent(path.name, stream)


def _open_table(content: Content, table: str | None) -> TableReader:
    head = _head(content)
    packing = packing_of(head, content)
    if packing is not None:
        content = Unpacked(content, packing)
        head = _head(content)
    if kind := _foreign(head):
        raise InputDataError(
            content.where,
            found=kind,
            expected="CSV, TSV, JSON lines, Parquet or a spreadsheet",
            hint="Export the feedback as CSV in UTF-8, or name another file.",
        )
    if head.startswith(b"PAR1"):
        return ParquetTable.open(_seekable(content))
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Sheet.open(_seekable(content), table)
    start = _start(head)
    if start[:1] in {b"{", b"["} and (export := open_export(content)):
        return export
    if start[:1] == b"{":
        return JsonFile.open(content, array=False)
    if start[:1] == b"[" and start[1:].lstrip()[:1] in {b"{", b"]"}:
        return JsonFile.open(content, array=True)
    return DelimitedFile.open(content)


def _foreign(head: bytes) -> str | None:
    """What a file is that holds no table."""
    for magic, kind in _FOREIGN.items():
        if head.startswith(magic):
            return kind
    # Old systems call an HTML page feedback.xls, and Excel opens it.
    return "an HTML or XML document" if _MARKUP.match(_start(head)) else None


def _start(head: bytes) -> bytes:
    """Where the text of a file begins."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _head(content: Content) -> bytes:
    """The first bytes; fewer where a compressed file is cut off, which is told later."""
    head = b""
    with suppress(*BROKEN_STREAM, OSError), content.open() as reader:
        while len(head) < _HEAD and (more := reader.read1(_HEAD - len(head))):
            head += more
    return head


def _seekable(content: Content) -> Content:
    if not isinstance(content, Unpacked):
        return content
    with content.open() as stream:
        return SpooledContent(content.name, stream)


def _same_columns(members: Sequence[Member]) -> pa.Schema:
    first = members[0]
    names = first.reader.schema.names
    schemas = []
    for member in members:
        schema = member.reader.schema
        if set(schema.names) != set(names):
            missing = [name for name in names if name not in schema.names]
            more = [name for name in schema.names if name not in names]
            raise InputDataError(
                member.name,
                found="; ".join(
                    part
                    for part in (_listed("no column", missing), _listed("the column", more))
                    if part
                ),
                expected=f"the columns of {first.name}",
                hint="Label files with other columns in a run of their own.",
            )
        schemas.append(pa.schema([schema.field(name) for name in names]))
    try:
        return pa.unify_schemas(schemas, promote_options="permissive")
    except pa.ArrowException as error:
        raise InputDataError(
            first.name,
            found="columns whose types differ from those of other files",
            expected="the same types in all files",
            hint="Export the files alike, or label them one by one.",
        ) from error


def _listed(word: str, names: list[str]) -> str:
    more = "" if len(names) <= _NAMES_SHOWN else f" and {len(names) - _NAMES_SHOWN} more"
    return f"{word} " + ", ".join(map(repr, names[:_NAMES_SHOWN])) + more if names else ""

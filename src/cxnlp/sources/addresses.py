"""Addresses of sources and sinks, told without what would let somebody in."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_address", "scheme_of", "without_credentials"]

_PLAIN: Final = {"table"}
"""Parameters of an address that are no secret; all others are left out when it is told."""
_PARAMETERS: Final = re.compile(r"[^:?#]*(?::\d*)?\?\w+=")
_HOST: Final = re.compile(r"(?:\[[^\]]*\]|[^:]*)(?::\d*)?")


def scheme_of(source: object) -> str | None:
    """The scheme of an address such as `s3://bucket/file.csv`; None for a path.

    >>> scheme_of("S3://bucket/file.csv"), scheme_of("feedback.csv")
    ('s3', None)
    """
    if not isinstance(source, str) or "://" not in source:
        return None
    scheme = source.partition("://")[0].lower()
    return scheme if scheme.replace("+", "").isalnum() and len(scheme) > 1 else None


def is_address(source: object) -> bool:
    """Whether a source is an address rather than a path.

    >>> is_address("gs://bucket/in"), is_address("in/feedback.csv"), is_address("C://feedback.csv")
    (True, False, False)
    """
    return scheme_of(source) is not None


def without_credentials(address: str) -> str:
    """An address without user, password and parameters.

    >>> without_credentials("postgresql://jo:secret@db.example:5432/cx?password=p&table=t")
    'postgresql://db.example:5432/cx?table=t'
    """
    scheme, _, rest = address.partition("://")
    place, _, query = _behind_credentials(rest).partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair.partition("=")[0].lower() in _PLAIN)
    return f"{scheme.lower()}://{place}" + (f"?{kept}" if kept else "")


def _behind_credentials(rest: str) -> str:
    """What stands behind user and password, whatever signs a password holds.

    PostgreSQL's library takes all up to an @ before the first slash for them, with every ? and #
    (conninfo_uri_parse_options in its fe-connect.c), so that such addresses are in use.
    """
    head = rest.partition("/")[0]
    before, sign, host = head.rpartition("@")
    if sign and not _PARAMETERS.match(before):
        return host + rest[len(head) :]
    if "@" in rest and not _HOST.fullmatch(head.partition("?")[0]):
        return rest.rpartition("@")[2]
    return rest

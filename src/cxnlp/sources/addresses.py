"""Addresses of sources and sinks, told without what would let somebody in."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

__all__ = ["is_address", "scheme_of", "without_credentials"]

_PLAIN: Final = {"table"}
"""Parameters of an address that are no secret; all others are left out when it is told."""


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
    """Whether a source is an address rather than a path."""
    return scheme_of(source) is not None


def without_credentials(address: str) -> str:
    """An address without user, password and parameters.

    >>> without_credentials("postgresql://jo:secret@db.example:5432/cx?password=p&table=t")
    'postgresql://db.example:5432/cx?table=t'
    """
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    kept = "&".join(
        pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() in _PLAIN
    )
    return f"{parts.scheme.lower()}://{host}{parts.path}" + (f"?{kept}" if kept else "")

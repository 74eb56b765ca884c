"""Under which licence a distribution stands, and whether it may be asked for by ours.

Judged by SPDX expressions (https://spdx.org/licenses): where AND joins two licences the stricter
counts, where OR joins them the milder.
"""

from __future__ import annotations

import re
from enum import IntEnum
from importlib import metadata
from typing import Final

__all__ = ["Kind", "expression_of", "kind_of"]


class Kind(IntEnum):
    """What a licence asks of those who use the work, the mildest first."""

    PERMISSIVE = 0
    WEAK_COPYLEFT = 1
    STRONG_COPYLEFT = 2
    UNKNOWN = 3

    @property
    def allowed(self) -> bool:
        """Whether a library of this kind may stand in the runtime set."""
        return self <= Kind.WEAK_COPYLEFT


_PERMISSIVE: Final = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "CNRI-Python",
        "HPND",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Python-2.0",
        "Unlicense",
        "Zlib",
    }
)
_WEAK: Final = re.compile(r"(LGPL|MPL|EPL|CDDL)-\d")
_STRONG: Final = re.compile(r"(A?GPL|SSPL|EUPL|OSL)-\d")

_SPOKEN: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""What authors write where they do not write SPDX. "BSD" alone may mean two or three clauses."""

_READ: Final = {"resvg-py": "MIT"}
"""What the licence file says where the metadata say nothing; read by us, for the pinned version."""

_TOKEN: Final = re.compile(r"[()]|[A-Za-z0-9.+-]+")


def expression_of(distribution: str) -> str:
    """The licence that a distribution's metadata tell, as SPDX where that can be told; else "".

    In this order: `License-Expression` (PEP 639), the first line of `License`, the classifiers.
    """
    if distribution.lower().replace("_", "-") in _READ:
        return _READ[distribution.lower().replace("_", "-")]
    told = metadata.metadata(distribution)
    if "License-Expression" in told:
        return str(told["License-Expression"])
    words = (told.get_all("License") or [""])[0]
    line = str(words).strip().partition("\n")[0].strip()
    if line in _SPOKEN or kind_of(line) is not Kind.UNKNOWN:
        return _SPOKEN.get(line, line)
    names = [
        classifier.rpartition(" :: ")[2]
        for classifier in told.get_all("Classifier") or []
        if classifier.startswith("License :: ") and not classifier.endswith("OSI Approved")
    ]
    return " AND ".join(_SPOKEN.get(name, f"LicenseRef-{_reference(name)}") for name in names)


def kind_of(expression: str) -> Kind:
    """What an SPDX expression asks.

    >>> kind_of("MIT OR GPL-3.0-only").name, kind_of("MIT AND GPL-3.0-only").name
    ('PERMISSIVE', 'STRONG_COPYLEFT')
    >>> kind_of("GPL-3.0-or-later WITH GCC-exception-3.1").name, kind_of("as you like").name
    ('WEAK_COPYLEFT', 'UNKNOWN')
    """
    tokens = _TOKEN.findall(expression)
    if "".join(tokens) != re.sub(r"\s+", "", expression):
        return Kind.UNKNOWN
    found, rest = _either(tokens)
    return Kind.UNKNOWN if rest else found


def _either(tokens: list[str]) -> tuple[Kind, list[str]]:
    found, rest = _both(tokens)
    while rest[:1] == ["OR"]:
        other, rest = _both(rest[1:])
        found = min(found, other)
    return found, rest


def _both(tokens: list[str]) -> tuple[Kind, list[str]]:
    found, rest = _one(tokens)
    while rest[:1] == ["AND"]:
        other, rest = _one(rest[1:])
        found = max(found, other)
    return found, rest


def _one(tokens: list[str]) -> tuple[Kind, list[str]]:
    if tokens[:1] == ["("]:
        found, rest = _either(tokens[1:])
        return (found, rest[1:]) if rest[:1] == [")"] else (Kind.UNKNOWN, rest)
    if not tokens:
        return Kind.UNKNOWN, []
    found, rest = _licence(tokens[0]), tokens[1:]
    if rest[:1] == ["WITH"] and len(rest) > 1:
        # Every exception on SPDX's list widens what users may do, most of them by linking.
        return (Kind.WEAK_COPYLEFT if found is Kind.STRONG_COPYLEFT else found), rest[2:]
    return found, rest


def _licence(name: str) -> Kind:
    if name in _PERMISSIVE:
        return Kind.PERMISSIVE
    if _WEAK.match(name):
        return Kind.WEAK_COPYLEFT
    return Kind.STRONG_COPYLEFT if _STRONG.match(name) else Kind.UNKNOWN


def _reference(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")

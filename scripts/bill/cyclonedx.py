"""A bill of materials as CycloneDX 1.6 in JSON (ECMA-424), the same bytes for the same install."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.parse import quote

from bill.licences import expression_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bill.dependencies import Bill

__all__ = ["write_cyclonedx"]


def write_cyclonedx(bill: Bill, models: Mapping[str, Path]) -> str:
    """The document: one component for each distribution, and one for each shipped model.

    It calls itself incomplete where something that is asked for is not installed.

    Args:
        bill: what is needed.
        models: folders of the shipped models and encoders, by name; each is named by the SHA-256
            of its manifest, which holds those of its files.
    """
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**_component(bill.root), "type": "application"}},
        "components": [
            *(
                {
                    **_component(name),
                    "scope": "required" if name in bill.plain else "optional",
                }
                for name in bill.names
            ),
            *(_model(name, folder) for name, folder in sorted(models.items())),
        ],
        "dependencies": [
            {
                "ref": _purl(name),
                "dependsOn": sorted(
                    [_purl(other) for other in bill.needs[name]]
                    + ([f"model:{model}" for model in models] if name == bill.root else [])
                ),
            }
            for name in sorted(bill.needs)
        ],
        # What an extra asks for and is not installed here cannot be told: the reader must know.
        "compositions": [
            {
                "aggregate": "incomplete" if bill.absent else "complete",
                "dependencies": [_purl(bill.root)],
            }
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _component(name: str) -> dict[str, object]:
    expression = expression_of(name)
    return {
        "type": "library",
        "bom-ref": _purl(name),
        "name": name,
        "version": metadata.version(name),
        "purl": _purl(name),
        **({"licenses": [{"expression": expression}]} if expression else {}),
    }


def _purl(name: str) -> str:
    return f"pkg:pypi/{name}@{quote(metadata.version(name), safe='.')}"


def _model(name: str, folder: Path) -> dict[str, object]:
    described = next(folder / file for file in _MANIFESTS if (folder / file).is_file())
    digest = hashlib.sha256(described.read_bytes()).hexdigest()
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"expression": "Apache-2.0"}],
    }


_MANIFESTS = ("manifest.json", "encoder.json")

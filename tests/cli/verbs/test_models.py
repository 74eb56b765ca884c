"""`cxnlp models`: each shipped model by its name, kind and digest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cxnlp.cli import main
from cxnlp.models import shipped_models

if TYPE_CHECKING:
    import pytest


def test_for_machines_each_has_its_name_kind_and_digest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["models", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["models"]
    assert [one["name"] for one in found] == sorted(shipped_models())
    assert all(one["digest"].startswith("sha256:") for one in found)
    kinds = {one["name"]: one["kind"] for one in found}
    assert kinds["levels-fast"] == "linear"

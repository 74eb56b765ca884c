"""The gate as the documentation shows it."""

from __future__ import annotations

import re
from pathlib import Path

from cxnlp.flows.judging.gate import Gate

PAGE = Path(__file__).parents[3] / "docs" / "retraining.md"


def test_the_gate_of_the_documentation_is_one_and_shows_every_key() -> None:
    found = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (text,) = (each for each in found if "[least]" in each)
    gate = Gate.parse(text)
    assert gate.model_fields_set == set(Gate.model_fields)
    defaults = {"slices", "least", "most"}
    assert gate.model_dump(exclude=defaults) == Gate().model_dump(exclude=defaults)

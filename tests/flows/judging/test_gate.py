"""The gate as the documentation shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.flows.judging.gate import Gate

PAGE = Path(__file__).parents[3] / "docs" / "retraining.md"


def test_the_gate_of_the_documentation_is_one_and_shows_every_key() -> None:
    found = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (text,) = (each for each in found if "[least]" in each)
    gate = Gate.parse(text)
    assert gate.model_fields_set == set(Gate.model_fields)
    defaults = {"slices", "least", "most"}
    assert gate.model_dump(exclude=defaults) == Gate().model_dump(exclude=defaults)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A key that is unknown or out of range is named ...
        ("drows = 200", "drows"),
        ("draws = 3", "draws"),
        ('not_worse = ["accuracy"]', "not_worse"),
        ("[worst_slice]\nwithin = -1", "worst_slice.within"),
        ("least_rows = 5", "least_rows"),
        ("coverage = 0.999", "at least 10000 draws"),
        ("[worst_slice]\nleast_rows = 1", "worst_slice.least_rows"),
        # ... and of a condition that makes no sense it is said why.
        ("[least]\nmean_absolute_error = 0.5", r"under \[most\]: less of it is better"),
        ("[most]\nmacro_f1 = 0.5", r"under \[least\]: more of it is better"),
        ("[least]\nquadratic_weighted_kappa = -1", "always comes out the same"),
        ("[least]\nmacro_f1 = 1.01", "always comes out the same"),
        ("[least]\nmacro_f1 = nan", "always comes out the same"),
        ("[most]\noff_by_two_rate = 1.0", "always comes out the same"),
        ("[most]\nmean_absolute_error = -0.1", "always comes out the same"),
        ("[worst_slice]\nwithin = 5.0", "cannot lose more than 5"),
        ("[worst_slice]\nwithin = inf", "finite"),
    ],
)
def test_a_gate_that_does_not_hold_is_refused_with_its_key_or_the_reason(
    tmp_path: Path, text: str, told: str
) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        Gate.read(gate)


def test_a_gate_without_a_condition_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="lets everything through"):
        Gate.check({"not_worse": [], "worst_slice": None})

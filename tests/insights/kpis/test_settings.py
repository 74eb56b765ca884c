"""What can be said about KPIs, and what is refused."""

from __future__ import annotations

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.insights.kpis import KpiSettings


def test_everything_has_a_default() -> None:
    assert KpiSettings() == KpiSettings.parse("")


def test_a_scale_is_two_numbers() -> None:
    assert KpiSettings.parse('[csat]\nscale = "-100-100"').csat.ends == (-100, 100)


@pytest.mark.parametrize(
    "text",
    [
        '[csat]\nscale = "five"',
        '[csat]\nscale = "5-1"',
        "[csat]\nsince = 2026-02-01\nuntil = 2026-01-01",
        "[csat]\nsince = 2026-02-01\nuntil = 2026-02-01",
        "least = 1",
        "surprise = 1",
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError):
        KpiSettings.parse(text)

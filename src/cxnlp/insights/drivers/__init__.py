"""Drivers: what goes with a better or worse level or KPI, adjusted, with intervals."""

from __future__ import annotations

from cxnlp.insights.drivers.analysis import drivers, find_drivers
from cxnlp.insights.drivers.findings import (
    Driver,
    DriverFindings,
    DriverKind,
    Drivers,
    OutcomeKind,
    OutcomeLeftOut,
    Reason,
)
from cxnlp.insights.drivers.words import sentence

__all__ = [
    "Driver",
    "DriverFindings",
    "DriverKind",
    "Drivers",
    "OutcomeKind",
    "OutcomeLeftOut",
    "Reason",
    "drivers",
    "find_drivers",
    "sentence",
]

"""Benchmarks: one module per thing that is measured, each with `add` and `measure`."""

from __future__ import annotations

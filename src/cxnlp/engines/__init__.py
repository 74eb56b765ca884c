"""Engines: where the work on parts is done. The same parts come out of each."""

from __future__ import annotations

from cxnlp.engines.local import map_in_order

__all__ = ["map_in_order"]

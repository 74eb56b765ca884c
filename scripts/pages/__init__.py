"""Pages made from the code: one module per kind, each with a function `pages`."""

from __future__ import annotations

"""The verbs, one module each: `add` declares the options, `call` calls one flow and prints."""

from __future__ import annotations

from cxnlp.cli.verbs import (
    audit,
    check,
    compare,
    drift,
    evaluate,
    export,
    label,
    models,
    prevalence,
    report,
    run,
    sample,
    show,
    topics,
    train,
)

__all__ = ["ALL"]

ALL = (
    run,
    check,
    label,
    topics,
    report,
    export,
    train,
    evaluate,
    compare,
    audit,
    sample,
    prevalence,
    drift,
    models,
    show,
)
"""In the order in which the help lists them."""

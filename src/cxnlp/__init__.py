"""Place customer comments on six levels of service and find what pains them, with uncertainty.

```
levels = cxnlp.label("feedback.csv", "run")              one row in, one outcome out
topics = cxnlp.topics("run", out="topics")               what the comments are about, and what hurts
cxnlp.report("run", topics="topics", out="report.html")  one file that opens offline
```

The names below are the public face. They are imported when they are first used, so that
`import cxnlp` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxnlp.flows.associations import drivers, kano
    from cxnlp.flows.compare import Comparison, compare
    from cxnlp.flows.evaluate import Evaluation, evaluate
    from cxnlp.flows.label import LabelResult, label
    from cxnlp.flows.report import ReportResult
    from cxnlp.flows.report import write_report as report
    from cxnlp.flows.topics import TopicsResult
    from cxnlp.flows.topics import find_topics as topics
    from cxnlp.flows.train import Trained, train
    from cxnlp.insights.drivers import DriverFindings
    from cxnlp.insights.kano import Kano
    from cxnlp.levels import ServiceLevel
    from cxnlp.models import LevelModel, Predictions, load

__all__ = [
    "Comparison",
    "DriverFindings",
    "Evaluation",
    "Kano",
    "LabelResult",
    "LevelModel",
    "Predictions",
    "ReportResult",
    "ServiceLevel",
    "TopicsResult",
    "Trained",
    "compare",
    "drivers",
    "evaluate",
    "kano",
    "label",
    "load",
    "report",
    "topics",
    "train",
]

_HOME: Final = {
    "Comparison": ("cxnlp.flows.compare", "Comparison"),
    "DriverFindings": ("cxnlp.insights.drivers", "DriverFindings"),
    "Evaluation": ("cxnlp.flows.evaluate", "Evaluation"),
    "Kano": ("cxnlp.insights.kano", "Kano"),
    "LabelResult": ("cxnlp.flows.label", "LabelResult"),
    "LevelModel": ("cxnlp.models", "LevelModel"),
    "Predictions": ("cxnlp.models", "Predictions"),
    "ReportResult": ("cxnlp.flows.report", "ReportResult"),
    "ServiceLevel": ("cxnlp.levels", "ServiceLevel"),
    "TopicsResult": ("cxnlp.flows.topics", "TopicsResult"),
    "Trained": ("cxnlp.flows.train", "Trained"),
    "compare": ("cxnlp.flows.compare", "compare"),
    "drivers": ("cxnlp.flows.associations", "drivers"),
    "evaluate": ("cxnlp.flows.evaluate", "evaluate"),
    "kano": ("cxnlp.flows.associations", "kano"),
    "label": ("cxnlp.flows.label", "label"),
    "load": ("cxnlp.models", "load"),
    "report": ("cxnlp.flows.report", "write_report"),
    "topics": ("cxnlp.flows.topics", "find_topics"),
    "train": ("cxnlp.flows.train", "train"),
}
"""Where each public name lives: module, and the name there."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, original = _HOME[name]
    value = getattr(import_module(module), original)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*globals(), *__all__})

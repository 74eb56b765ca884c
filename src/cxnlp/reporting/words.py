"""Figures in words: percentages, intervals, counts, as a reader expects them in English."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxnlp.metrics import Estimate

__all__ = [
    "count",
    "decimal",
    "interval",
    "of_hundred",
    "percent",
    "plural",
    "printable",
    "sample_size",
    "signed",
]

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_EN_DASH: Final = "\N{EN DASH}"
_FIXED: Final = "\N{NO-BREAK SPACE}"
_MINUS: Final = "\N{MINUS SIGN}"


def count(number: int) -> str:
    """A whole number with separators.

    >>> count(12345)
    '12,345'
    """
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> plural(1, "comment"), plural(2, "reply", "replies")
    ('1 comment', '2 replies')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def sample_size(number: int) -> str:
    """How many comments stand behind a figure; it does not break over two lines.

    >>> sample_size(1234).split()
    ['n', '=', '1,234']
    """
    return f"n{_FIXED}={_FIXED}{count(number)}"


def decimal(value: float, places: int = 2) -> str:
    """A number with a true minus sign; a dash where there is none.

    >>> decimal(1.234), decimal(-0.001)
    ('1.23', '0.00')
    """
    if not math.isfinite(value):
        return _EN_DASH
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", _MINUS)


def signed(value: float, places: int = 2) -> str:
    """A number with its sign, zero without.

    >>> signed(0.4, 1), signed(0.0001)
    ('+0.4', '0.00')
    """
    text = decimal(value, places)
    return "+" + text if value > 0 and float(f"{value:.{places}f}") != 0 else text


def percent(share: float, places: int = 1) -> str:
    """A share as a percentage.

    >>> percent(0.3421), percent(0.0002), percent(1.0)
    ('34.2%', '<0.1%', '100%')
    """
    if not math.isfinite(share):
        return _EN_DASH
    least = 10.0**-places
    if 0 < share * 100 < least / 2:
        return f"<{least:.{places}f}%"
    text = f"{share * 100:.{places}f}"
    return ("100" if float(text) == 100 else text) + "%"  # noqa: PLR2004 - a whole is a whole


def interval(estimate: Estimate, kind: str = "percent", places: int | None = None) -> str:
    """The two ends of an interval.

    Args:
        estimate: the figure.
        kind: `percent` (of a share), `decimal`, `hundred` (times 100), `signed` or `points` (a
            share's change in percentage points).
        places: digits after the point, if not the usual ones.

    >>> from cxnlp.metrics import Estimate
    >>> interval(Estimate(0.5, 0.41, 0.59, 90), "points")
    '+41.0 to +59.0'
    """
    low, high = estimate.low, estimate.high
    if not (math.isfinite(low) and math.isfinite(high)):
        return "unknown"
    if kind == "percent":
        digits = 1 if places is None else places
        return f"{percent(low, digits).rstrip('%')}{_EN_DASH}{percent(high, digits)}"
    if kind == "decimal" and low >= 0:
        digits = 2 if places is None else places
        return f"{decimal(low, digits)}{_EN_DASH}{decimal(high, digits)}"
    if kind == "hundred":
        return f"{of_hundred(low, places)}{_EN_DASH}{of_hundred(high, places)}"
    factor = 100 if kind == "points" else 1
    digits = (1 if kind == "points" else 2) if places is None else places
    return f"{signed(low * factor, digits)} to {signed(high * factor, digits)}"


def of_hundred(value: float, places: int | None = None) -> str:
    """A figure per comment as a figure per 100 comments.

    >>> of_hundred(0.1234)
    '12.3'
    """
    return decimal(value * 100, 1 if places is None else places)


def printable(text: str) -> str:
    r"""Text without control characters and lone surrogates, which no HTML file may hold.

    >>> printable("a\x00b")
    'ab'
    """
    return _CONTROL.sub("", text)

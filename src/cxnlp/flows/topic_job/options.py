"""What may be asked of a topics job, looked at before any work is done."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from cxnlp.errors import MissingDependencyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.topicmodel import TopicModel

__all__ = ["carried", "check_options", "require_topics"]

_LAST_SEED: Final = 2**32 - 1
_FINEST: Final = 100
_MOST_UNASSIGNED: Final = 0.9

_LIBRARIES: Final = {
    "bertopic": "bertopic",
    "graspologic_native": "graspologic-native",
    "sklearn": "scikit-learn",
    "threadpoolctl": "threadpoolctl",
}
"""What finding topics imports, and what it is called where it is installed from."""


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse a seed, a granularity or an unassigned share that is out of range.

    Args:
        options: keyword arguments of `cxnlp.topics`; None and what is missing is not asked for.

    Raises:
        UsageError: a value is out of range; its option is named.

    >>> check_options({"seed": -1})
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: --seed: found -1; expected a whole number from 0 to 4294967295. ...
    """
    seed, granularity, unassigned = (
        options.get(name) for name in ("seed", "granularity", "unassigned")
    )
    if seed is not None and not (isinstance(seed, int) and 0 <= seed <= _LAST_SEED):
        raise UsageError(
            "--seed",
            found=f"a number of {seed.bit_length()} bits" if _long(seed) else f"{seed}",
            expected=f"a whole number from 0 to {_LAST_SEED}",
            hint="0 is the default; the same seed gives the same topics.",
        )
    if granularity is not None and not 0 < granularity <= _FINEST:
        raise UsageError(
            "--granularity",
            found=f"{granularity}",
            expected=f"a number above 0, at most {_FINEST}",
            hint="1 is the default; 2 gives finer topics, 0.5 coarser ones.",
        )
    if unassigned is not None and not 0 <= unassigned <= _MOST_UNASSIGNED:
        raise UsageError(
            "--unassigned",
            found=f"{unassigned}",
            expected=f"a share from 0 to {_MOST_UNASSIGNED}",
            hint="0 assigns every comment; 0.1 leaves the least clear tenth without a topic.",
        )


def _long(seed: object) -> bool:
    """Whether a whole number is longer than anybody wants to read, or Python to write."""
    return isinstance(seed, int) and seed.bit_length() > 64  # noqa: PLR2004


def require_topics() -> None:
    """Ask for the extra `topics` before the first comment is labelled, not after the last.

    Raises:
        MissingDependencyError: a library of it is not installed.
    """
    for library, name in _LIBRARIES.items():
        if find_spec(library) is None:
            raise MissingDependencyError.of(name, "topics")


def carried(name: str, asked: float | None, earlier: TopicModel | None, default: float) -> float:
    """What is asked for, else the registry's, else the default.

    Another granularity than the registry's would split or merge all its topics; another unassigned
    share would make them grow or shrink.

    Args:
        name: the fact of the registry.
        asked: None where nothing is asked for.
        earlier: the registered topics.
        default: without either.

    >>> carried("granularity", None, None, 1.0), carried("granularity", 2, None, 1.0)
    (1.0, 2.0)
    """
    held = earlier.facts.get(name) if earlier and asked is None else asked
    return float(held) if isinstance(held, (int, float)) else default

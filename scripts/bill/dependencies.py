"""What a distribution asks for, and what that asks for in turn, as it is installed here."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Bill", "bill_of", "extras_of", "within"]


@dataclass(frozen=True)
class Bill:
    """A distribution with all that it needs.

    Attributes:
        root: the distribution's name.
        needs: what each distribution asks for, by normalised name; the root's is among them.
        plain: names that the root needs without any extra.
        absent: names that an extra asks for and that are not installed here.
    """

    root: str
    needs: dict[str, frozenset[str]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """What is installed, without the root, sorted."""
        return sorted(set(self.needs) - {self.root})


def extras_of(distribution: str, *, without: Iterable[str] = ()) -> tuple[str, ...]:
    """The extras that a distribution declares, sorted.

    Args:
        distribution: its name.
        without: extras to leave out, such as those of developers.
    """
    declared = metadata.metadata(distribution).get_all("Provides-Extra") or []
    return tuple(sorted(set(declared) - set(without)))


def within(distribution: str, extra: str) -> tuple[str, ...]:
    """The extras that an extra asks for of its own distribution, sorted: such as those of `all`."""
    root = canonicalize_name(distribution)
    own = [wanted for name, wanted in _requirements(root, frozenset({extra})) if name == root]
    return tuple(sorted(frozenset().union(*own)))


def bill_of(distribution: str, extras: Iterable[str]) -> Bill:
    """Walk from a distribution with its extras to everything that it needs here.

    Markers are judged for this Python and this system.

    Raises:
        PackageNotFoundError: `distribution` is not installed.
    """
    metadata.metadata(distribution)
    root = canonicalize_name(distribution)
    plain, missing = _walk(root, ())
    needs, absent = _walk(root, extras)
    return Bill(root, needs, frozenset(plain) - {root}, frozenset(absent | missing))


def _walk(root: str, extras: Iterable[str]) -> tuple[dict[str, frozenset[str]], set[str]]:
    asked: dict[str, frozenset[str]] = {}
    needs: dict[str, frozenset[str]] = {}
    absent: set[str] = set()
    todo: list[tuple[str, frozenset[str]]] = [(root, frozenset(extras))]
    while todo:
        name, wanted = todo.pop()
        if name in asked and wanted <= asked[name]:
            continue
        asked[name] = asked.get(name, frozenset()) | wanted
        try:
            found = list(_requirements(name, asked[name]))
        except metadata.PackageNotFoundError:
            absent.add(name)
            continue
        # An extra of the root may ask for the root with other extras.
        needs[name] = frozenset(other for other, _ in found) - {name}
        todo.extend(found)
    return {name: one - absent for name, one in needs.items()}, absent


def _requirements(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in metadata.requires(name) or []:
        one = Requirement(line)
        if one.marker is None or any(
            one.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            yield canonicalize_name(one.name), frozenset(one.extras)

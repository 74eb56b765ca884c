"""The floors of the house, drawn from the import contracts and from the imports themselves."""

from __future__ import annotations

import ast
import itertools
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import grimp

from pages.blocks import fill, table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Room", "draw", "pages", "read_floors"]

_WIDTH: Final = 1080
_FLOOR: Final = 92
_BOX: Final = 62
_MARGIN: Final = 24
_GAP: Final = 14
_WIDEST: Final = 420

_Place = tuple[float, float, float]
"""Left, top and width of a box."""


@dataclass(frozen=True)
class Room:
    """One package, or one module, below `cxnlp`.

    Attributes:
        name: without `cxnlp.`.
        purpose: the first sentence of its docstring.
        uses: the rooms that it imports.
    """

    name: str
    purpose: str
    uses: tuple[str, ...]


def pages(repository: Path) -> dict[str, str]:
    """The picture, and the page that explains it."""
    floors = read_floors(repository)
    page = "docs/architecture.md"
    rooms = table(
        ["Room", "What it is for", "What it uses"],
        [
            [f"`{room.name}`", room.purpose, ", ".join(f"`{name}`" for name in room.uses) or "-"]
            for floor in floors
            for room in floor
        ],
    )
    text = (repository / page).read_text(encoding="utf-8")
    return {"docs/images/floors.svg": draw(floors), page: fill(text, "rooms", rooms)}


def read_floors(repository: Path) -> list[list[Room]]:
    """The rooms floor by floor, the highest first."""
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    floors = [[name.strip() for name in layer.split("|")] for layer in layers]
    names = [name for floor in floors for name in floor]
    graph = grimp.build_graph("cxnlp", cache_dir=None)
    used: dict[str, set[str]] = {name: set() for name in names}
    for name in names:
        for module in {name, *graph.find_descendants(name)}:
            for target in graph.find_modules_directly_imported_by(module):
                room = ".".join(target.split(".")[:2])
                if room in used and room != name:
                    used[name].add(room)
    return [
        [
            Room(
                name.removeprefix("cxnlp."),
                _purpose(repository, name),
                tuple(other.removeprefix("cxnlp.") for other in names if other in used[name]),
            )
            for name in floor
        ]
        for floor in floors
    ]


def _purpose(repository: Path, name: str) -> str:
    path = repository / "src" / name.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    sentence = " ".join(words.partition("\n\n")[0].split())
    subject, colon, rest = sentence.partition(": ")
    # "Runs: folders of parts" under the heading "runs" says it twice.
    return rest[0].upper() + rest[1:] if colon and " " not in subject else sentence


def draw(floors: list[list[Room]]) -> str:
    """The picture as SVG: lines run from a room to those that it imports, round the others.

    An import that a longer way implies has no line: with all of them nobody could follow one.
    """
    rows = [_row(level, floor) for level, floor in enumerate(floors)]
    places = {name: place for row in rows for name, place in row.items()}
    height = 2 * _MARGIN + _FLOOR * len(floors) - (_FLOOR - _BOX)
    rooms = [room for floor in floors for room in floor]
    level = {room.name: at for at, floor in enumerate(floors) for room in floor}
    below = _reachable(rooms)
    pairs = [
        (room.name, used)
        for room in rooms
        for used in room.uses
        if not any(used in below[other] for other in room.uses)
    ]
    lines = [
        _line(
            (_port(places, source, [t for s, t in pairs if s == source], target), places[source]),
            (_port(places, target, [s for s, t in pairs if t == target], source), places[target]),
            rows[level[source] + 1 : level[target]],
        )
        for source, target in pairs
    ]
    boxes = [_box(places[room.name], room) for room in rooms]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
            "<title>The floors of cxnlp: every import goes downward</title>",
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            '<g fill="none" stroke="#5b7a99" stroke-opacity="0.6" stroke-width="1.3">',
            *lines,
            "</g>",
            '<g font-family="system-ui, sans-serif" text-anchor="middle">',
            *boxes,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _row(level: int, floor: list[Room]) -> dict[str, _Place]:
    """Where the boxes of a floor stand: left, top and width of each, in the order of the floor."""
    width = min((_WIDTH - 2 * _MARGIN - _GAP * (len(floor) - 1)) / len(floor), _WIDEST)
    left = (_WIDTH - width * len(floor) - _GAP * (len(floor) - 1)) / 2
    return {
        room.name: (left + at * (width + _GAP), _MARGIN + level * _FLOOR, width)
        for at, room in enumerate(floor)
    }


def _port(places: dict[str, _Place], room: str, others: list[str], other: str) -> float:
    """Where on its box a line begins or ends: beside its sisters, in the order of their ends."""
    left, _, width = places[room]
    order = sorted(set(others), key=lambda name: (places[name][0] + places[name][2] / 2, name))
    return left + width * (0.2 + 0.6 * (order.index(other) + 0.5) / len(order))


def _reachable(rooms: list[Room]) -> dict[str, set[str]]:
    """The rooms that each one imports, directly or not; every room stands above what it uses."""
    reachable: dict[str, set[str]] = {}
    for room in reversed(rooms):
        reachable[room.name] = {
            *room.uses,
            *(further for used in room.uses for further in reachable.get(used, ())),
        }
    return reachable


def _line(
    begin: tuple[float, _Place], end: tuple[float, _Place], between: list[dict[str, _Place]]
) -> str:
    """A line that passes the floors between beside their boxes."""
    (x1, above), (x2, below) = begin, end
    y1, y2 = above[1] + _BOX, below[1]
    x, y, path = x1, y1, [f"M{x1:.0f} {y1:.0f}"]
    for row in between:
        edges = sorted((left, left + width) for left, _, width in row.values())
        free = [edges[0][0] - _GAP, edges[-1][1] + _GAP]
        free += [(one[1] + two[0]) / 2 for one, two in itertools.pairwise(edges)]
        top = next(iter(row.values()))[1]
        aim = x1 + (x2 - x1) * (top - y1) / (y2 - y1)
        passing = min(free, key=lambda place: abs(place - aim))
        path += [_bend(x, y, passing, top), f"V{top + _BOX:.0f}"]
        x, y = passing, top + _BOX
    return f'<path d="{"".join([*path, _bend(x, y, x2, y2)])}"/>'


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (y1 + y2) / 2
    return f"C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"


def _box(place: _Place, room: Room) -> str:
    x, y, width = place
    words = textwrap.wrap(
        room.purpose, max(12, int((width - 16) / 5.2)), max_lines=3, placeholder="…"
    )
    centre = f"{x + width / 2:.0f}"
    top = y + (_BOX - 15 - 12 * len(words)) / 2
    spans = "".join(
        f'<tspan x="{centre}" dy="12">{escape(line, quote=False)}</tspan>' for line in words
    )
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{_BOX}" rx="6" fill="#f2f6fa" '
        'stroke="#5b7a99"/>'
        f'<text x="{centre}" y="{top + 11:.0f}" font-size="14" '
        f'font-weight="600" fill="#16324f">{room.name}</text>'
        f'<text y="{top + 14:.0f}" font-size="10" fill="#3c4f63">{spans}</text>'
    )

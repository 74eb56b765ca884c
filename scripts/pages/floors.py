"""The floors of the house, drawn from the import contracts and from the imports themselves."""

from __future__ import annotations

import ast
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
    """The picture as SVG: lines run from a room to those that it imports.

    An import that a longer way implies has no line: with all of them nobody could follow one.
    """
    places: dict[str, tuple[float, float, float]] = {}
    for level, floor in enumerate(floors):
        width = (_WIDTH - 2 * _MARGIN - 14 * (len(floor) - 1)) / len(floor)
        width = min(width, 420)
        left = (_WIDTH - width * len(floor) - 14 * (len(floor) - 1)) / 2
        for index, room in enumerate(floor):
            places[room.name] = (left + index * (width + 14), _MARGIN + level * _FLOOR, width)
    height = 2 * _MARGIN + _FLOOR * len(floors) - (_FLOOR - _BOX)
    rooms = [room for floor in floors for room in floor]
    below = _reachable(rooms)
    lines = [
        _line(places[room.name], places[used])
        for room in rooms
        for used in room.uses
        if not any(used in below[other] for other in room.uses)
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


def _reachable(rooms: list[Room]) -> dict[str, set[str]]:
    """The rooms that each one imports, directly or not; every room stands above what it uses."""
    reachable: dict[str, set[str]] = {}
    for room in reversed(rooms):
        reachable[room.name] = {
            *room.uses,
            *(further for used in room.uses for further in reachable.get(used, ())),
        }
    return reachable


def _line(above: tuple[float, float, float], below: tuple[float, float, float]) -> str:
    x1, y1 = above[0] + above[2] / 2, above[1] + _BOX
    x2, y2 = below[0] + below[2] / 2, below[1]
    middle = (y1 + y2) / 2
    bend = f"C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="M{x1:.0f} {y1:.0f}{bend}"/>'


def _box(place: tuple[float, float, float], room: Room) -> str:
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

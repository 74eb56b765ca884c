"""What the site has beyond the folder docs: the repository's pages, rooms, formulas (MkDocs hooks).

The sources stay readable by themselves: a link to a file outside docs holds in the repository, and
leads here to the page made from that file. Formulas are TeX between dollars, and MathML on the
site, which browsers draw without a script.
"""

from __future__ import annotations

import ast
import html
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from latex2mathml.converter import convert
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["draw_formulas", "on_config", "on_files", "on_page_content", "on_page_markdown"]

REPOSITORY: Final = Path(__file__).resolve().parents[2]

_ELSEWHERE: Final = {
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "README.md": "index.md",
    "docs/decisions": "decisions/index.md",
    "docs/benchmarks": "benchmarks/index.md",
    "examples": "examples.md",
    "examples/README.md": "examples.md",
    "notebooks": "notebooks.md",
    "notebooks/README.md": "notebooks.md",
}
"""Places in the repository whose page on the site has another name."""

_LISTS: Final = {
    "decisions": (
        "Decisions",
        (
            "What was asked, what was tried, what was measured, and what was chosen. One page "
            "each; none is changed afterwards but for new figures."
        ),
    ),
    "benchmarks": (
        "Benchmarks",
        "Made by `make benchmark`. Each page says on which machine, and which command makes it.",
    ),
    "reviews": ("Reviews", "Modules of ours, line by line beside those that we look up to."),
}
"""Folders of docs that grow: what heads their list."""

_FENCE: Final = re.compile(r"^\s*(```|~~~)")
_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
_FORMULA: Final = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of the folders that grow into the navigation."""
    config.nav = [_grown(section) for section in config.nav or []]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that do not stand in docs."""
    for place, text in _pages():
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead the repository's links to the site's pages; where there is none, the words stay."""
    del config
    here = page.file.src_uri

    def lead(found: re.Match[str]) -> str:
        words, target, anchor = found[1], found[2], found[3] or ""
        if re.match(r"[a-z]+:", target):
            return found[0]
        place = posixpath.normpath(posixpath.join(posixpath.dirname(_home(here)), target))
        site = _on_site(place)
        if files.get_file_from_path(site) is None:
            # A link that leads nowhere in the repository either stays, for MkDocs to refuse.
            return words if (REPOSITORY / place).exists() else found[0]
        way = posixpath.relpath(site, posixpath.dirname(here) or ".")
        return f"[{words}]({way}{anchor})"

    return _outside_code(markdown, lambda line: _LINK.sub(lead, line))


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the formulas of a page."""
    del page, config, files
    return draw_formulas(content)


def draw_formulas(content: str) -> str:
    r"""Write TeX as MathML.

    >>> draw_formulas(r'<span class="arithmatex">\(k\)</span>').count("<mi>k</mi>")
    1
    """

    def draw(found: re.Match[str]) -> str:
        return convert(html.unescape(found[2]), display="block" if found[1] == "div" else "inline")

    return _FORMULA.sub(draw, content)


def _outside_code(markdown: str, change: Callable[[str], str]) -> str:
    fenced, lines = False, []
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            lines.append(line)
        else:
            lines.append(line if fenced else change(line))
    return "\n".join(lines)


def _home(site: str) -> str:
    """Where in the repository a page of the site comes from."""
    model = re.fullmatch(r"models/(.+)\.md", site)
    if model and model[1] != "index":
        return f"models/{model[1]}/CARD.md"
    files = (place for place, page in _ELSEWHERE.items() if page == site and place.endswith(".md"))
    return next((place for place in files if place != "README.md"), f"docs/{site}")


def _on_site(place: str) -> str:
    """The page of the site for a place in the repository."""
    card = re.fullmatch(r"models/([^/]+)(/CARD\.md)?", place)
    if card:
        return f"models/{card[1]}.md"
    return _ELSEWHERE.get(place, place.removeprefix("docs/"))


def _pages() -> Iterator[tuple[str, str]]:
    for file in ("CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", "notebooks/README.md"):
        yield _ELSEWHERE[file], (REPOSITORY / file).read_text(encoding="utf-8")
    for card in _cards():
        yield f"models/{card.parent.name}.md", card.read_text(encoding="utf-8")
    for folder, (title, words) in _LISTS.items():
        lines = [f"- [{_title(file)}]({file.name})" for file in _grown_pages(folder)]
        if lines:
            yield f"{folder}/index.md", "\n".join([f"# {title}", "", words, "", *lines, ""])
    for room in _rooms():
        yield f"rooms/{room.stem}.md", _room_page(room)


def _grown(section: str | dict[str, object]) -> str | dict[str, object]:
    """A section of the navigation, its folders replaced by their pages."""
    if isinstance(section, str):
        return section
    filled: dict[str, object] = {}
    for title, target in section.items():
        if isinstance(target, list):
            filled[title] = [one for each in target if (one := _grown(each))]
        elif isinstance(target, str) and target.endswith("/"):
            found = _folder(target.removesuffix("/"))
            if found:
                filled[title] = found
        else:
            filled[title] = target
    return filled


def _folder(name: str) -> list[str | dict[str, object]]:
    if name == "rooms":
        return [{room.stem: f"rooms/{room.stem}.md"} for room in _rooms()]
    if name == "models":
        return [{card.parent.name: f"models/{card.parent.name}.md"} for card in _cards()]
    pages: list[str | dict[str, object]] = [f"{name}/{file.name}" for file in _grown_pages(name)]
    return [f"{name}/index.md", *pages] if pages else []


def _grown_pages(folder: str) -> list[Path]:
    return sorted((REPOSITORY / "docs" / folder).glob("*.md"))


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _cards() -> list[Path]:
    return sorted((REPOSITORY / "models").glob("*/CARD.md"))


def _rooms() -> list[Path]:
    """Packages and modules right below cxnlp that have public names."""
    inside = sorted((REPOSITORY / "src" / "cxnlp").iterdir())
    found = [place for place in inside if (place / "__init__.py").exists()]
    found += [place for place in inside if place.suffix == ".py" and place.stem[0] != "_"]
    return sorted((room for room in found if _named(room)), key=lambda room: room.stem)


def _room_page(room: Path) -> str:
    lines = [f"# {room.stem}", ""]
    for module, names in _named(room):
        lines += [f"## {module} {{ .doc }}", ""] if module != f"cxnlp.{room.stem}" else []
        lines += [
            f"::: {module}\n    options:\n      members: false\n      show_root_heading: false"
        ]
        lines += ["      show_root_toc_entry: false", ""]
        for name in names:
            lines += [f"::: {module}.{name}\n    options:\n      heading_level: 3", ""]
    return "\n".join(lines)


def _named(room: Path) -> list[tuple[str, list[str]]]:
    """The public names of a room, and of what in it is a room of its own or a verb."""
    if room.suffix == ".py":
        return [(f"cxnlp.{room.stem}", _public(room))]
    own = _public(room / "__init__.py")
    inner = sorted(room.glob("*/__init__.py")) if own else sorted(room.rglob("*.py"))
    found = [(f"cxnlp.{room.name}", own)]
    for file in inner:
        place = file.parent if file.name == "__init__.py" else file.with_suffix("")
        inside = place.relative_to(room).parts
        if inside and inside[-1][0] != "_":
            found.append((".".join(("cxnlp", room.name, *inside)), _public(file)))
    return [(module, names) for module, names in found if names]


def _public(file: Path) -> list[str]:
    """What `__all__` says, read without importing anything."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []

"""Generated blocks inside pages that are otherwise written by hand."""

from __future__ import annotations

__all__ = ["fill", "table"]


def fill(page: str, name: str, text: str) -> str:
    r"""Put `text` between the marks of block `name`.

    Raises:
        ValueError: `page` has no such marks.

    >>> fill("a<!-- begin: x -->old<!-- end: x -->b", "x", "new")
    'a<!-- begin: x -->\n\nnew\n\n<!-- end: x -->b'
    """
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no marks {begin} … {end} in the page")
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"


def table(head: list[str], rows: list[list[str]]) -> str:
    r"""A Markdown table.

    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\|y |
    """
    lines = [head, *rows]
    cells = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    drawn = [f"| {' | '.join(line)} |" for line in cells]
    return "\n".join([drawn[0], "|" + "---|" * len(head), *drawn[1:]])

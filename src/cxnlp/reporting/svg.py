"""SVG written by hand: small, themed by the page's style sheet, without a plotting library.

Horizontal positions are percentages, so that a drawing fills its column on a phone and on a wall;
words stand in HTML beside it and keep their size.
"""

from __future__ import annotations

from markupsafe import Markup, escape

__all__ = ["drawing", "element", "line", "rectangle"]


def element(
    name: str, /, *children: Markup, text: str | None = None, **attributes: object
) -> Markup:
    """One element; attribute values and text are escaped, `_` in names stands for `-`.

    >>> element("title", text="a < b")
    Markup('<title>a &lt; b</title>')
    """
    held = Markup("").join(
        Markup(' {}="{}"').format(Markup(key.rstrip("_").replace("_", "-")), value)  # noqa: S704 - names are written in this package
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(children) + (escape(text) if text is not None else Markup(""))
    tag = Markup(name)  # noqa: S704 - written in this package
    return Markup("<{}{}>{}</{}>").format(tag, held, inside, tag)


def drawing(
    *children: Markup, height: str, title: str | None = None, description: str | None = None
) -> Markup:
    """A drawing as wide as its column.

    Args:
        children: what is drawn.
        height: a CSS length.
        title: its name for those who do not see it; without one it is decoration beside a table.
        description: what it shows, in a sentence.

    >>> print(drawing(line(0, 0, 100, 100, "grid"), height="1rem")[:55])
    <svg width="100%" height="1rem" aria-hidden="true"><lin
    """
    if title is None:
        return element("svg", *children, width="100%", height=height, aria_hidden="true")
    words = [element("title", text=title)]
    if description:
        words.append(element("desc", text=description))
    return element(
        "svg",
        *words,
        *children,
        width="100%",
        height=height,
        role="img",
        aria_label=f"{title}. {description}" if description else title,
    )


def rectangle(
    x: float, y: float, width: float, height: float, kind: str, *, title: str | None = None
) -> Markup:
    """A rectangle in percent of the drawing; `kind` is its class, `title` its tooltip.

    >>> print(rectangle(0, 12.5, 100 / 3, 75, "pain"))
    <rect x="0%" y="12.5%" width="33.333%" height="75%" class="pain"></rect>
    """
    children = [element("title", text=title)] if title else []
    return element(
        "rect",
        *children,
        x=_part(x),
        y=_part(y),
        width=_part(width),
        height=_part(height),
        class_=kind,
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A line between two points in percent of the drawing.

    >>> print(line(0, 50, 100, 50, "grid"))
    <line x1="0%" y1="50%" x2="100%" y2="50%" class="grid"></line>
    """
    return element("line", x1=_part(x1), y1=_part(y1), x2=_part(x2), y2=_part(y2), class_=kind)


def _part(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"

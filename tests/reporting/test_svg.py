"""SVG written by hand: escaped, named, and in percent of what holds it."""

from __future__ import annotations

from cxnlp.reporting.bars import (
    stacked_bar,
)
from cxnlp.reporting.svg import drawing as draw
from cxnlp.reporting.svg import element, line, rectangle


def test_words_in_drawings_are_escaped() -> None:
    """Topic names are made of customers' words."""
    assert str(element("title", text="</svg><script>")) == (
        "<title>&lt;/svg&gt;&lt;script&gt;</title>"
    )
    assert 'aria-label="&lt;b&gt;&#34;' in stacked_bar([1, 0, 0, 0, 0, 0], title='<b>"')


def test_a_drawing_is_known_by_its_title_and_decoration_is_hidden_from_readers() -> None:
    told = draw(height="1rem", title="Levels", description="Most are basic.")
    assert 'aria-label="Levels. Most are basic."' in told
    named = draw(height="1rem", title="Levels")
    assert 'aria-label="Levels"' in named
    assert "<desc" not in named
    assert 'aria-hidden="true"' in draw(height="1rem")


def test_places_are_percentages_without_needless_digits() -> None:
    found = str(rectangle(0, 12.5, 33.33349, 100, "pain"))
    assert found == '<rect x="0%" y="12.5%" width="33.333%" height="100%" class="pain"></rect>'
    assert str(line(-0.5, 100, 10, 0, "grid")) == (
        '<line x1="-0.5%" y1="100%" x2="10%" y2="0%" class="grid"></line>'
    )


def test_a_rectangle_with_a_title_says_it_where_one_points_at_it() -> None:
    assert "<title>a &amp; b</title></rect>" in rectangle(0, 0, 1, 1, "x", title="a & b")


def test_names_of_attributes_may_be_words_of_python_and_nothing_is_left_out() -> None:
    found = element("g", element("b"), class_="x", aria_hidden="true", cx=None, text="<")
    assert str(found) == '<g class="x" aria-hidden="true"><b></b>&lt;</g>'


def test_a_value_cannot_leave_its_attribute() -> None:
    assert str(element("g", class_='"><script>')) == '<g class="&#34;&gt;&lt;script&gt;"></g>'

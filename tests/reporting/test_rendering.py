"""Jinja, set up once for both forms of the report."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from cxnlp.reporting import words
from cxnlp.reporting.rendering import environment


@pytest.mark.parametrize(("autoescape", "shown"), [(True, "&lt;b&gt;"), (False, "<b>")])
def test_what_comes_from_outside_is_escaped_where_asked(*, autoescape: bool, shown: str) -> None:
    template = environment(autoescape=autoescape).from_string("{{ told }}")
    assert template.render(told="<b>") == shown


def test_a_name_that_a_template_does_not_know_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="untold"):
        environment(autoescape=True).from_string("{{ untold }}").render()


def test_every_word_that_figures_are_told_with_is_known_to_templates() -> None:
    made = environment(autoescape=True)
    assert {name: made.globals[name] for name in words.__all__} == {
        name: getattr(words, name) for name in words.__all__
    }


def test_lines_of_logic_leave_no_lines_behind() -> None:
    template = environment(autoescape=False).from_string("a\n  {% if True %}\nb\n  {% endif %}\n")
    assert template.render() == "a\nb\n"


def test_both_forms_of_the_report_have_their_templates() -> None:
    assert {"report.html.j2", "report.md.j2"} <= set(environment(autoescape=True).list_templates())

"""The report in a real browser: opened from a file, offline, used by eye, keyboard and ear."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.browser.conftest import WIDE_TOPIC
from tests.reporting.conftest import HOSTILE

from cxnlp.insights.intervals import bounded_means

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from tests.browser.conftest import Opened

    from cxnlp.flows.report import ReportResult

    Opening = Callable[..., AbstractContextManager[Opened]]

pytestmark = pytest.mark.slow

FOCUSABLE = "a[href], button, select, summary, [tabindex='0']"


def words_of(page: Page) -> str:
    return page.locator("#close-up-words").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_from_a_file_and_asks_nothing_of_any_host(opened: Opening, scheme: str) -> None:
    with opened(color_scheme=scheme) as found:
        found.page.locator("#close-up-words").wait_for()
        assert found.page.title() == "Customer feedback report: feedback.csv"
        assert [url for url in found.requests if not url.startswith(("file:", "data:"))] == []
        assert len([url for url in found.requests if url.startswith("file:")]) == 1
        assert found.errors == []


def test_light_and_dark_are_two_looks(opened: Opening) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        with opened(color_scheme=scheme) as found:
            colours.add(found.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_no_serious_barrier_for_anyone(opened: Opening, scheme: str, width: int) -> None:
    """Axe-core finds nothing serious or critical, with every fold open."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python brings axe-core")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    with opened(color_scheme=scheme, viewport={"width": width, "height": 900}) as found:
        page = found.page
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate(axe)
        result: dict[str, Any] = page.evaluate("axe.run(document)")
    barriers = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in result["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert barriers == []
    assert len(result["passes"]) > 20


def test_the_filter_counts_as_the_report_does(opened: Opening, report: ReportResult) -> None:
    """The script's figures are those of the Python side, to the last place that is shown."""
    close_up = report.findings.close_up
    assert close_up is not None
    assert close_up.effect == 1
    (channel,) = [facet for facet in close_up.facets if facet.name == "channel"]
    with opened() as found:
        page = found.page
        page.locator("#filter-channel").select_option(label=channel.values[0])
        counts = channel.counts[0]
        n = int(counts.sum())
        mean = channel.mean[0]
        told = words_of(page)
        assert told.startswith(f"{n} comments, ")
        assert f"{mean.value:.2f} ({mean.low:.2f}\N{EN DASH}{mean.high:.2f})" in told
        rows = page.locator("#close-up-levels tr").all_inner_texts()
        shares = bounded_means(
            np.repeat(np.arange(6), counts), np.arange(n), np.ones(n), groups=6, of=np.ones(n, int)
        )
        for row, share in zip(rows, shares, strict=True):
            assert f"{100 * share.value:.1f}%" in row
            assert f"{100 * share.low:.1f}\N{EN DASH}{100 * share.high:.1f}%" in row
        page.locator("#filter-clear").click()
        assert words_of(page).startswith(f"{report.findings.standing.labelled} comments, 100.0%")


def test_filters_combine_and_a_handful_gets_no_shares(
    opened: Opening, report: ReportResult
) -> None:
    close_up = report.findings.close_up
    assert close_up is not None
    period = close_up.facets[0]
    with opened() as found:
        page = found.page
        page.locator("#filter-to").select_option(label=period.values[1])
        assert words_of(page).startswith(f"{period.counts[:2].sum()} comments")
        page.locator("#filter-level").select_option(label="unbelievable")
        assert words_of(page).startswith(f"{period.counts[:2, 5].sum()} comment")
        assert page.locator("#close-up-levels").is_hidden()
        page.locator("#filter-from").select_option(label=period.values[3])
        assert page.locator("#filter-to").input_value() == "3"
        levels = page.locator("#close-up-quotes p.small").all_inner_texts()
        assert all(one.startswith("unbelievable") for one in levels)
        assert re.search("Under 10 comments: too few for shares", words_of(page))


def test_a_topic_leads_to_its_comments_and_back(opened: Opening, report: ReportResult) -> None:
    topics = report.findings.topics
    assert topics is not None
    at = topics.levels.name.index("app keeps signing out")
    with opened() as found:
        page = found.page
        button = page.get_by_role("button", name="Comments on app keeps signing out").first
        button.click()
        assert page.evaluate("document.activeElement.id") == "close-up-title"
        assert page.locator("#look-closer").is_visible()
        n = int(topics.levels.counts[at].sum())
        assert words_of(page).startswith(f"{n} comments on \N{LEFT DOUBLE QUOTATION MARK}app keeps")
        quotes = page.locator("#close-up-quotes blockquote")
        assert quotes.count() == 8
        page.locator("#more-quotes").click()
        assert quotes.count() > 8
        assert page.evaluate("document.activeElement.closest('#close-up-quotes') !== null")
        page.locator("#go-back").click()
        assert page.evaluate("document.activeElement.textContent").startswith("Comments")


def test_a_level_and_a_bubble_lead_to_comments_too(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        page.get_by_role("button", name="Comments on criminal").click()
        assert page.locator("#filter-level").input_value() == "1"
        page.locator("circle[data-topic='1']").click()
        assert page.locator("#filter-level").input_value() == "0"
        assert "app keeps signing out" in words_of(page)


def test_every_control_is_reached_by_tab_and_shows_its_focus(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        wanted = page.evaluate(
            f"""() => {{
              const all = [...document.querySelectorAll("{FOCUSABLE}")].filter(
                (one) => one.checkVisibility({{ checkVisibilityCSS: true }}));
              all.forEach((one, at) => {{ one.dataset.place = at; }});
              return all.length;
            }}"""
        )
        assert wanted > 40
        reached, bare = [], []
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            place, outline = page.evaluate(
                """() => [document.activeElement.dataset.place ?? null,
                          getComputedStyle(document.activeElement).outlineStyle]"""
            )
            if place is None:
                continue
            if int(place) in reached:
                break
            reached.append(int(place))
            if outline == "none":
                bare.append(place)
    assert set(reached) == set(range(wanted))
    assert reached == sorted(reached), "the order of focus is the order of reading"
    assert bare == []


def test_the_filter_works_by_keyboard_alone(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        before = words_of(page)
        page.locator("#filter-level").focus()
        page.keyboard.press("ArrowDown")
        assert words_of(page) != before
        page.locator("#filter-clear").focus()
        page.keyboard.press("Enter")
        assert words_of(page) == before


def test_figures_tell_their_values_on_hover(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        page.locator("svg rect.level-3").first.hover()
        hint = page.locator(".hint")
        assert hint.is_visible()
        assert re.match(r"expected: \d+\.\d%", hint.inner_text())
        page.keyboard.press("Escape")
        assert hint.is_hidden()


def test_hostile_texts_stay_text(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        page.get_by_role("button", name="Comments on app keeps signing out").first.click()
        while page.locator("#more-quotes").is_visible():
            page.locator("#more-quotes").click()
        shown = page.locator("#close-up-quotes blockquote").all_inner_texts()
        for words in HOSTILE:
            assert any(words.split()[-1] in one for one in shown), words
        assert any(
            "<script>alert('x')</script><img src=x onerror=alert(1)>" in one for one in shown
        )
        assert page.locator("img, iframe, object").count() == 0
        assert page.locator("script").count() == 2
        turned = page.evaluate(
            """() => [...document.querySelectorAll("blockquote p")].map(
                 (one) => getComputedStyle(one).unicodeBidi)"""
        )
        assert set(turned) == {"isolate"}
        assert found.dialogs == []
        assert found.errors == []


def test_no_other_script_can_run(opened: Opening) -> None:
    """Even if markup escaped its place, the policy would not run it."""
    with opened() as found:
        found.page.evaluate(
            """() => {
              const one = document.createElement("script");
              one.textContent = "window.ran = true";
              document.body.append(one);
              document.body.insertAdjacentHTML(
                "beforeend", "<img src=x onerror='window.ran=true'>");
            }"""
        )
        found.page.wait_for_timeout(100)
        assert found.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in error for error in found.errors)


@pytest.mark.parametrize("width", [320, 375, 768, 1440])
def test_nothing_runs_off_the_screen(opened: Opening, width: int) -> None:
    """Neither a word of 600 letters nor a name of 120; only tables scroll, within themselves."""
    with opened(viewport={"width": width, "height": 800}) as found:
        page = found.page
        assert WIDE_TOPIC in page.content()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_without_javascript_everything_can_be_read(opened: Opening, report: ReportResult) -> None:
    with opened(java_script_enabled=False) as found:
        page = found.page
        titles = page.locator("h2:visible").all_inner_texts()
        assert titles == [
            "In short",
            "Where do we stand",
            "What hurts most, and is growing",
            "What delights",
            "What to do first",
            "What moves the level and the KPIs",
            "Who needs what",
            "What changes its nature",
            "How far to trust this",
            "What was left out, and why",
        ]
        assert page.locator("blockquote:visible").count() > 10
        assert page.locator("button:visible, select:visible").count() == 0
        assert page.locator("noscript:visible").count() == 1
        assert page.locator("noscript .note").is_visible()
        assert page.locator("nav a:visible").count() == 9
        assert found.errors == []
    standing = report.findings.standing
    assert standing.mean is not None


def test_it_prints_to_a_pdf_without_controls(opened: Opening) -> None:
    with opened() as found:
        page = found.page
        page.emulate_media(media="print")
        assert page.locator("#look-closer").is_hidden()
        assert page.locator("button:visible, nav:visible, select:visible").count() == 0
        assert page.locator("h2:visible").count() >= 10
        printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 4 <= pages <= 40


def test_the_data_of_the_filter_are_compact(report: ReportResult) -> None:
    text = report.path.read_text(encoding="utf-8")
    (held,) = re.findall(r'id="close-up-data">(.*?)</script>', text, re.DOTALL)
    data = json.loads(held)
    assert set(data) == {"levels", "facets", "topics", "numbers", "effect", "cells", "quotes"}
    assert len(text.encode("utf-8")) < 800_000

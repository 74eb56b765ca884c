"""The page: one file, complete, harmless, and honest about what it leaves out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pytest
from tests.reporting.conftest import make_assignments, make_labels, make_topics

if TYPE_CHECKING:
    from tests.reporting.conftest import MadeUp

    from cxnlp.flows.report import ReportResult

VOID: Final = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Reads a page as a browser does: elements, attributes, and whether they close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    def all_of(self, name: str) -> list[str]:
        return [value for _, held, value in self.attributes if held == name]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_every_element_closes_in_order(shop_page: str) -> None:
    assert Reader(shop_page).open == []


def test_nothing_is_fetched(service_page: str) -> None:
    page = Reader(service_page)
    assert not page.tags.keys() & {"iframe", "img", "object", "embed", "form", "base"}
    assert [v for _, n, v in page.attributes if n in {"href", "src"} and v[0] != "#"] == ["data:,"]
    assert "url(" not in service_page
    assert "@import" not in service_page


def test_only_the_one_script_that_the_policy_names_may_run(service_page: str) -> None:
    page = Reader(service_page)
    assert [name for _, name, _ in page.attributes if name.startswith("on")] == []
    policy = page.all_of("content")[0]
    named = re.findall("'sha256-([^']+)'", policy)
    scripts = re.findall(r"<script(?![^>]*json)[^>]*>(.*?)</script>", service_page, re.DOTALL)
    digests = [
        base64.b64encode(hashlib.sha256(one.encode("utf-8")).digest()).decode() for one in scripts
    ]
    assert digests == named
    assert len(named) == 1
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert policy.startswith("default-src 'none'")


def test_the_data_for_the_filter_cannot_end_their_element(service: ReportResult) -> None:
    """A comment with </script> in it stays within the JSON."""
    page = service.path.read_text(encoding="utf-8")
    (held,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert "<" not in held
    data = json.loads(held)
    assert any("<script>alert('x')</script>" in quote[0] for quote in data["quotes"])
    assert [facet["name"] for facet in data["facets"]] == ["period", "channel", "segment"]


def test_ids_are_unique_and_links_lead_somewhere(service_page: str) -> None:
    page = Reader(service_page)
    ids = page.all_of("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.all_of("href") if link[0] == "#"} <= set(ids)
    assert set(page.all_of("aria-labelledby")) <= set(ids)


def test_headings_begin_at_one_and_skip_no_step(service_page: str) -> None:
    steps = [int(step) for step in re.findall(r"<h(\d)", service_page)]
    assert steps[0] == 1
    assert steps.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(steps))


def test_drawings_have_a_name_or_are_hidden_from_screen_readers(service_page: str) -> None:
    for tag in re.findall(r"<svg[^>]*>", service_page):
        assert 'aria-hidden="true"' in tag or ('role="img"' in tag and 'aria-label="' in tag)


def test_hostile_comments_are_shown_as_text(shop_page: str) -> None:
    """The comments are quoted, so that this test sees them."""
    page = Reader(shop_page)
    assert "<script>alert('x')</script><img src=x onerror=alert(1)> the queue" in page.text
    assert '"quoted" & </style></title> {{ 7 * 7 }} {% raw %}' in page.text
    assert "\u202e gnp.exe" in page.text
    assert page.tags["img"] == 0
    assert page.tags["script"] == 2  # ours, and the data


def test_personal_data_do_not_reach_the_page(shop_page: str) -> None:
    assert "mira@example.org" not in shop_page
    assert "7946 0018" not in shop_page


def test_the_report_answers_its_questions_in_order(shop_page: str) -> None:
    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", shop_page)
    assert titles == [
        "In short",
        "Where do we stand",
        "What hurts most, and is growing",
        "What delights",
        "What to do first",
        "What moves the level and the KPIs",
        "Who needs what",
        "What changes its nature",
        "Look closer",
        "How far to trust this",
        "What was left out, and why",
    ]


def test_planted_pain_and_delight_come_first(shop: MadeUp) -> None:
    found = shop.report().findings.topics
    assert found is not None
    assert found.pains["name"][0].as_py() == "waiting at the counter"
    assert found.delights["name"][0].as_py() == "friendly staff"
    assert [one.name for one in found.trends.trends if one.flagged] == ["waiting at the counter"]


def test_outcomes_add_up_to_the_rows_read(shop: MadeUp) -> None:
    findings = shop.report().findings
    assert findings.rejections.read == 1223
    kept = sum(findings.standing.statuses.values())
    assert kept + sum(findings.rejections.reasons.values()) == 1223


def test_without_topics_the_report_says_how_to_get_them(shop: MadeUp) -> None:
    page = Reader(shop.page(with_topics=False))
    assert page.text.count("made without topics") == 4
    assert page.open == []


def test_without_dates_the_report_says_so(shop: MadeUp) -> None:
    text = Reader(shop.page(make_labels(created_at=False, customer=False, ratings=False))).text
    assert "No labelled comment has a date that can be used" in text
    assert "not known" in text  # the trend of a pain point


def test_without_texts_the_report_says_why_it_quotes_nothing(shop: MadeUp) -> None:
    page = shop.page(make_labels(text=False))
    assert "<blockquote" not in page
    assert "No quotes: the run was made without texts." in page


@pytest.mark.parametrize("status", ["no_evidence", "unsupported_language"])
def test_where_nothing_is_labelled_nothing_is_claimed(shop: MadeUp, status: str) -> None:
    labels = make_labels(60)
    for name, value in (("status", status), ("level", None), ("level_name", None)):
        at = labels.schema.get_field_index(name)
        field = labels.schema.field(name)
        labels = labels.set_column(at, field, pa.array([value] * 60, field.type))
    page = Reader(shop.page(labels))
    assert page.open == []
    assert "No row could be placed on a level" in page.text
    assert "nan" not in page.text.lower().split()


def test_one_level_for_all_is_called_out(shop: MadeUp) -> None:
    labels = make_labels(60)
    at = labels.schema.get_field_index("level")
    level = pa.array(np.where(labels["level"].is_null().to_numpy(), 0, 4), pa.int8())
    level = pa.array([value or None for value in level.to_pylist()], pa.int8())
    labels = labels.set_column(at, labels.schema.field("level"), level)
    text = Reader(shop.page(labels)).text
    assert "All comments were placed on one level (desired)" in text
    assert "No labelled comment falls below expected in any topic" in text
    assert "No labelled comment rises above desired in any topic" in text


def test_no_number_is_shown_as_nan_or_infinite(service_page: str) -> None:
    text = Reader(service_page).text
    assert set(re.findall("[a-z]+", text.lower())) & {"nan", "inf"} == set()
    assert "None" not in text


def test_teams_records_and_aspects_are_all_told(service_page: str) -> None:
    text = Reader(service_page).text
    assert "Net promoter score (NPS)" in text
    assert "Escalation rate" in text
    assert "empathy done badly" in text
    assert "empathy is weaker than elsewhere" in text
    assert "What to talk about with phone line" in text
    assert "Customers" in text


def test_a_team_with_two_comments_is_not_judged_and_that_is_said(service_page: str) -> None:
    shown = service_page[service_page.index('id="people"') : service_page.index('id="nature"')]
    assert "nights" not in shown
    text = Reader(service_page).text
    assert re.search(r"nobody is judged|under 20|fewer than 20|2 comments", text)


def test_every_region_that_scrolls_is_reached_by_keyboard_and_named(service_page: str) -> None:
    regions = re.findall(r'<div class="scroll"([^>]*)>', service_page)
    assert regions
    assert all('tabindex="0"' in one and 'role="region"' in one for one in regions)
    names = [re.findall('aria-label="([^"]*)"', one)[0] for one in regions]
    assert len(names) == len(set(names))


def test_control_characters_and_lone_surrogates_are_taken_out(shop: MadeUp) -> None:
    topics = make_topics()
    names = ["the \x00counter\x1b[31m", *topics["name"].to_pylist()[1:]]
    topics = topics.set_column(1, "name", pa.array(names))
    page = shop.report(make_labels(200), topics=topics).path.read_text(encoding="utf-8")
    assert "the counter[31m" in page
    assert re.search("[\x00-\x08\x0b-\x1f]", page) is None


def test_where_no_topic_was_found_the_report_says_so(shop: MadeUp) -> None:
    assignments = make_assignments(60)
    nowhere = pa.array([-1] * assignments.num_rows, pa.int32())
    assignments = assignments.set_column(2, "topic", nowhere)
    made = shop.report(make_labels(60), assignments=assignments, topics=make_topics().slice(0, 0))
    assert "No topics were found in this run" in made.path.read_text(encoding="utf-8")

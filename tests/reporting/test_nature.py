"""What changes its nature, as the page shows it."""

from __future__ import annotations

from dataclasses import replace

from tests.insights.kano.conftest import make_item

from cxnlp.insights.kano import Change, Kano, KanoClass, KanoItem
from cxnlp.metrics import Estimate
from cxnlp.reporting.nature import Nature, natures

MINUS = "\N{MINUS SIGN}"


def shown(*items: KanoItem) -> list[Nature]:
    return natures(
        Kano(
            outcome="level",
            unit="levels",
            items=items,
            period="year",
            names=("2025", "2026"),
            n=100,
            undated=0,
            matters=0.25,
            false_alarms=0.05,
            left_out=(),
            same_text=False,
            rule="",
            caveats=(),
        )
    )


def test_an_item_is_told_with_its_effects_their_intervals_and_counts() -> None:
    (found,) = shown(make_item())
    assert (found.name, found.kind, found.wish) == ("empathy", "delighter", "surprising")
    assert found.reward == "+1.00 (+0.90 to +1.10)"
    assert found.penalty == f"{MINUS}0.50 ({MINUS}0.60 to {MINUS}0.40)"
    assert (found.well, found.badly) == ("40", "30")
    assert found.meaning == KanoClass.DELIGHTER.meaning
    assert found.words == make_item().words
    assert not found.changed


def test_an_item_that_has_changed_is_what_it_is_now() -> None:
    ways = KanoClass.DELIGHTER, KanoClass.BASIC
    changed, moved = shown(
        make_item("empathy", Change.CHANGED, *ways), make_item("timeliness", Change.MOVED, *ways)
    )
    assert (changed.kind, changed.wish, changed.changed) == ("basic", "expected", True)
    assert (moved.kind, moved.changed) == ("delighter", False)


def test_an_effect_that_cannot_be_told_is_said_to_be_too_few_and_draws_nothing() -> None:
    (found,) = shown(make_item(reward=None))
    assert (found.reward, found.bars[0]) == ("too few", "")
    assert 'class="dot bad"' in found.bars[1]
    assert "expected" in found.bars[1]


def test_all_effects_are_drawn_on_one_scale_around_no_effect() -> None:
    """From -0.5 to 2: the dot of a gain of 1 lies left of that of a gain of 2."""
    great = make_item("timeliness", reward=2.0)
    first, second = shown(make_item(), great)
    one, other = (
        float(bar.split('cx="')[1].split("%")[0]) for bar in (first.bars[0], second.bars[0])
    )
    assert one < other < 100
    assert 'class="dot good"' in first.bars[0]


def test_the_first_twenty_are_shown_in_their_order() -> None:
    found = shown(*(make_item(f"i{at}") for at in range(21)))
    assert [one.name for one in found] == [f"i{at}" for at in range(20)]


def test_without_items_nothing_is_shown() -> None:
    assert shown() == []


def test_topics_keep_their_number_so_that_the_page_can_lead_to_them() -> None:
    wide = replace(make_item(), topic=3)
    assert [one.topic for one in shown(wide, make_item())] == [3, None]
    assert isinstance(wide.whole.reward, Estimate)

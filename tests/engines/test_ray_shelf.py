"""The shelf by itself, without Ray: an object whose one waiting call is a coroutine."""

from __future__ import annotations

import asyncio

from cxnlp.engines.ray_shelf import Shelf


def shelf_with(*numbers: int) -> Shelf:
    """A shelf on which those items lie."""
    shelf = Shelf("the work")
    for number in numbers:
        shelf.put(number, [f"item {number}"])
    return shelf


def test_an_item_stays_until_it_is_dropped_for_its_worker_may_die() -> None:
    shelf = shelf_with(0)
    assert shelf.take(0) == shelf.take(0) == ["item 0"]
    shelf.drop(0)
    shelf.drop(0)


def test_a_reader_that_begins_anew_passes_by_what_was_done() -> None:
    shelf = shelf_with(0, 1)
    shelf.drop(0)
    assert asyncio.run(shelf.has(0))


def test_the_end_is_known_once_it_was_told() -> None:
    shelf = shelf_with(0)
    shelf.finish(1)
    assert [asyncio.run(shelf.has(number)) for number in (0, 1)] == [True, False]


def test_who_waits_for_an_item_hears_when_it_comes_and_when_none_will() -> None:
    async def waiting() -> tuple[bool, bool]:
        shelf = shelf_with(0)
        first = asyncio.create_task(shelf.has(1))
        await asyncio.sleep(0)
        assert not first.done()
        shelf.put(1, ["item 1"])
        second = asyncio.create_task(shelf.has(2))
        await asyncio.sleep(0)
        shelf.finish(2)
        return await first, await second

    assert asyncio.run(waiting()) == (True, False)


def test_it_is_idle_from_the_first_item_on_until_one_is_taken() -> None:
    shelf = shelf_with()
    assert shelf.idle() == 0.0
    shelf.put(0, ["item"])
    first, second = shelf.idle(), shelf.idle()
    assert first is not None
    assert second is not None
    assert 0 <= first <= second
    shelf.take(0)
    assert shelf.idle() is None
    assert shelf.work() == "the work"

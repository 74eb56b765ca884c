"""Too few clusters, or rows, for an interval: said once, in a sentence, and only where it is so."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.flows.judging.few_clusters import few_clusters


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (0, "0 rows with a level: intervals of fewer than 20 are too narrow"),
        (1, "1 row with a level: a single row gives no interval"),
        (19, "19 rows with a level: intervals of fewer than 20 are too narrow"),
        (20, None),
    ],
)
def test_twenty_rows_are_enough_and_one_gives_nothing(rows: int, told: str | None) -> None:
    judged = np.arange(30) < rows
    assert few_clusters(None, judged, {"length=long": judged}) == told


@pytest.mark.parametrize(
    ("many", "told"),
    [
        (1, "all judged rows belong to one cluster, which gives no interval"),
        (2, "the judged rows belong to 2 clusters: intervals of fewer than 20 are too narrow"),
        (19, "the judged rows belong to 19 clusters: intervals of fewer than 20 are too narrow"),
        (20, None),
    ],
)
def test_twenty_clusters_are_enough_however_many_rows_they_have(
    many: int, told: str | None
) -> None:
    assert few_clusters(np.arange(60) % many, np.ones(60, bool), {}) == told


def test_clusters_of_rows_without_a_level_do_not_count() -> None:
    judged = np.arange(40) < 20
    clusters = np.where(judged, 0, np.arange(40))
    told = few_clusters(clusters, judged, {})
    assert told == "all judged rows belong to one cluster, which gives no interval"


def test_five_slices_of_one_cluster_are_named_and_the_rest_counted() -> None:
    clusters = np.arange(40)
    slices = {f"shop={name}": clusters == place for place, name in enumerate("abcdef")}
    first = dict(list(slices.items())[:5])
    said = "slices of one cluster alone have no interval: shop=a, shop=b, shop=c, shop=d, shop=e"
    assert few_clusters(clusters, np.ones(40, bool), first) == said
    assert few_clusters(clusters, np.ones(40, bool), slices) == f"{said} and 1 more"


def test_where_all_is_one_cluster_that_is_not_said_of_each_slice_again() -> None:
    rows = np.ones(30, bool)
    told = few_clusters(np.zeros(30, np.int64), rows, {"shop=a": rows})
    assert told == "all judged rows belong to one cluster, which gives no interval"


def test_a_slice_of_several_clusters_is_not_named() -> None:
    clusters = np.arange(40) // 2
    assert few_clusters(clusters, np.ones(40, bool), {"shop=a": clusters < 2}) is None


def test_of_two_clusters_both_things_are_said() -> None:
    clusters = np.arange(30) % 2
    told = few_clusters(clusters, np.ones(30, bool), {"shop=a": clusters == 0})
    assert told is not None
    first, second = told.split("; ")
    assert first.startswith("the judged rows belong to 2 clusters")
    assert second == "slices of one cluster alone have no interval: shop=a"

"""A comment stays the same comment in another file, order or run; a changed text is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from cxnlp.labelling import comment_digests
from cxnlp.sources import choose_columns, open_source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def digests_of(**columns: list[object]) -> NDArray[np.uint64]:
    source = open_source(pa.table(columns))
    (chunk,) = source.chunks(100)
    return comment_digests(chunk, choose_columns(source.columns))


def test_with_an_id_only_id_and_text_count() -> None:
    one = digests_of(id=["a", "b"], comment=["Fine.", "Good."], csat=[1, 2])
    two = digests_of(comment=["Good.", "Fine."], csat=[5, 5], id=["b", "a"], colour=["red", "blue"])
    assert one.tolist() == two.tolist()[::-1]


def test_a_changed_text_or_id_is_another_comment() -> None:
    found = digests_of(id=["a", "a", "b"], comment=["Fine.", "Fine!", "Fine."])
    assert len(set(found.tolist())) == 3


def test_numbers_serve_as_ids_like_their_words() -> None:
    assert (
        digests_of(id=[1], comment=["Fine."]).tolist()
        == digests_of(id=["1"], comment=["Fine."]).tolist()
    )


def test_without_an_id_the_taken_columns_count_and_the_others_do_not() -> None:
    one = digests_of(comment=["Fine.", "Fine."], date=["2026-01-01", "2026-01-02"])
    two = digests_of(comment=["Fine.", "Fine."], date=["2026-01-01", "2026-01-02"], x=["1", "2"])
    assert one[0] != one[1]
    assert one.tolist() == two.tolist()


def test_a_blank_id_is_no_id() -> None:
    found = digests_of(id=["", "  ", "a"], comment=["Fine."] * 3)
    assert found[0] == found[1] != found[2]


def test_fields_cannot_run_into_each_other() -> None:
    one = digests_of(id=["a"], comment=["bc"])
    two = digests_of(id=["ab"], comment=["c"])
    assert one[0] != two[0]


def test_columns_of_lists_or_bytes_are_told_apart_by_their_values() -> None:
    pairs: list[tuple[list[object], list[object]]] = [
        ([["app"]], [["web"]]),
        ([b"app"], [b"web"]),
        ([{"a": 1}], [{"a": 2}]),
    ]
    for one, other in pairs:
        first, second = (digests_of(comment=["Fine."], channel=cells) for cells in (one, other))
        assert first.tolist() != second.tolist()
        assert first.tolist() == digests_of(comment=["Fine."], channel=one).tolist()

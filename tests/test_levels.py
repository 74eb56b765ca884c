"""The six levels: one order, one place."""

from __future__ import annotations

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.levels import LEVEL_NAMES, ServiceLevel


def test_the_order_runs_from_criminal_to_unbelievable() -> None:
    assert LEVEL_NAMES == (
        "criminal",
        "basic",
        "expected",
        "desired",
        "surprising",
        "unbelievable",
    )
    assert [int(level) for level in ServiceLevel] == [1, 2, 3, 4, 5, 6]


def test_every_level_says_what_it_means_and_what_the_customer_does_next() -> None:
    texts = [level.definition for level in ServiceLevel] + [lv.reaction for lv in ServiceLevel]
    assert all(text.endswith(".") for text in texts)
    assert len(set(texts)) == 12


@pytest.mark.parametrize("value", ["basic", "BASIC", " Basic ", "2", 2, 2.0])
def test_a_level_is_read_from_its_name_in_any_case_or_its_number(value: object) -> None:
    assert ServiceLevel.parse(value) is ServiceLevel.BASIC


@pytest.mark.parametrize("value", ["awful", "0", 0, 7, 2.5, True, None, "", "²"])
def test_what_names_no_level_is_refused_with_the_list_of_levels(value: object) -> None:
    with pytest.raises(ConfigurationError, match=r"criminal \(1\).*unbelievable \(6\)"):
        ServiceLevel.parse(value)

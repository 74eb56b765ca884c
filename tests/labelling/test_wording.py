"""Kept columns of any type are masked where personal data are."""

from __future__ import annotations

import decimal

import pyarrow as pa
import pytest

from cxnlp.flows.label import label

CARD = 4111111111111111
MAIL = "jo@example.com"


@pytest.mark.parametrize(
    ("values", "mask"),
    [
        (pa.array([CARD]), "[CARD]"),
        (pa.array([decimal.Decimal(CARD)]), "[CARD]"),
        (pa.array([[MAIL]]), '["[EMAIL]"]'),
        (pa.array([{"mail": MAIL}]), '{"mail": "[EMAIL]"}'),
        (pa.array([MAIL]).dictionary_encode(), "[EMAIL]"),
        (pa.array([MAIL.encode()]), "[EMAIL]"),
        (pa.array([MAIL], pa.string_view()), "[EMAIL]"),
        (pa.array([True]), True),
    ],
    ids=["whole", "decimal", "list", "struct", "dictionary", "bytes", "view", "bool"],
)
def test_a_kept_column_is_masked_whatever_its_type(values: pa.Array, mask: object) -> None:
    table = pa.table({"comment": ["The waiter was rude."], "kept": values})
    found = label(table, model="levels-fast", keep=["kept"], redact=True)
    assert found.labels["kept"].to_pylist() == [mask]


def test_without_redaction_a_kept_column_stays_as_it_is() -> None:
    table = pa.table({"comment": ["The waiter was rude."], "kept": pa.array([[MAIL]])})
    assert label(table, model="levels-fast", keep=["kept"]).labels["kept"].to_pylist() == [[MAIL]]

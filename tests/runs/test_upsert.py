"""What a PostgreSQL table needs, told without a server; tests/stores writes into a real one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cxnlp.errors import UsageError
from cxnlp.runs import upsert


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (pa.bool_(), "boolean"),
        (pa.int8(), "bigint"),
        (pa.int64(), "bigint"),
        (pa.float32(), "real"),
        (pa.float64(), "double precision"),
        (pa.timestamp("us", tz="UTC"), "timestamptz"),
        (pa.timestamp("us"), "timestamp"),
        (pa.date32(), "date"),
        (pa.string(), "text"),
    ],
    ids=str,
)
def test_each_type_has_a_column_that_holds_it(kind: pa.DataType, column: str) -> None:
    assert upsert._type_of(pa.field("value", kind)) == column


def test_the_table_is_named_in_the_address_and_left_out_of_what_the_server_sees() -> None:
    address = "postgresql://cx@db.example:5432/feedback?sslmode=require&table=shop.labels"
    assert upsert.table_of(address) == (
        "postgresql://cx@db.example:5432/feedback?sslmode=require",
        "shop.labels",
    )
    plain = "postgresql://db.example/feedback"
    assert upsert.table_of(plain) == (plain, "cxnlp_labels")


@pytest.mark.parametrize("table", ["a;drop", "1st", "a.b.c", "a b", '"quoted"'])
def test_a_name_that_is_no_name_is_refused_without_telling_the_password(table: str) -> None:
    with pytest.raises(UsageError, match="odd characters") as caught:
        upsert.table_of(f"postgresql://cx:sesame@db.example/feedback?table={table}")
    assert "sesame" not in str(caught.value)


def test_a_nul_that_postgresql_cannot_hold_is_taken_out_and_nothing_else_is_changed() -> None:
    assert list(upsert._cells(pa.chunked_array([["a\0b", None, "c"]]))) == ["ab", None, "c"]
    assert list(upsert._cells(pa.chunked_array([[1, None]]))) == [1, None]

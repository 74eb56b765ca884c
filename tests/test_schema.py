"""The columns of a run are the contract: this test is its second copy, on purpose."""

from __future__ import annotations

import pyarrow as pa

from cxnlp.schema import REJECTED_SCHEMA, RejectionReason, Status, labels_schema


def test_a_full_run_has_the_contracts_columns_in_order() -> None:
    names = [
        "row",
        "id",
        "text",
        "level",
        "level_name",
        "p_criminal",
        "p_basic",
        "p_expected",
        "p_desired",
        "p_surprising",
        "p_unbelievable",
        "evidence",
        "level_low",
        "level_high",
        "status",
        "language",
        "created_at",
        "customer",
        "channel",
        "agent",
        "team",
        "segment",
        "csat",
        "nps",
        "ces",
        "resolved_first_contact",
        "resolution_hours",
        "resolved",
        "resolved_at",
        "escalated",
        "converted",
        "empathy",
        "timeliness",
        "expertise",
        "personalization",
        "consistency",
        "touch_in_person",
        "touch_phone",
        "touch_message",
        "touch_web",
        "stage_before",
        "stage_during",
        "stage_after",
        "shelf",
    ]
    metadata = names[16:31]
    schema = labels_schema(reversed(metadata), aspects=True, keep=[pa.field("shelf", pa.string())])
    assert schema.names == names


def test_the_types_are_the_contracts() -> None:
    schema = labels_schema(["created_at", "csat", "resolved"], aspects=True)
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert kinds["row"] == "int64"
    assert kinds["level"] == kinds["level_low"] == kinds["level_high"] == "int8"
    assert kinds["p_criminal"] == kinds["evidence"] == "float"
    assert kinds["created_at"] == "timestamp[us, tz=UTC]"
    assert kinds["csat"] == "double"
    assert kinds["resolved"] == kinds["touch_web"] == "bool"
    assert kinds["empathy"] == "int8"


def test_text_can_be_left_out() -> None:
    assert "text" not in labels_schema(text=False).names


def test_rejections_have_four_columns_and_six_reasons() -> None:
    assert REJECTED_SCHEMA.names == ["row", "id", "reason", "detail"]
    assert {str(reason) for reason in RejectionReason} == {
        "empty",
        "not_text",
        "too_long",
        "bad_encoding",
        "malformed_row",
        "duplicate_id",
    }


def test_there_are_three_statuses() -> None:
    assert {str(s) for s in Status} == {"labelled", "no_evidence", "unsupported_language"}

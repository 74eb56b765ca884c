"""A date is read alike alone and among others, though columns of ISO dates take a short cut."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cxnlp.sources.instants import read_instants

MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2099, 12, 31))  # noqa: DTZ001 - zones are added as words
FORMS = st.sampled_from(
    ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%SZ"]
)


@given(st.lists(MOMENTS, min_size=1, max_size=6), FORMS, st.booleans())
def test_a_date_does_not_depend_on_its_neighbours(
    moments: list[dt.datetime], form: str, spoil: bool
) -> None:
    words = [moment.strftime(form) for moment in moments] + ["2026-02-30"] * spoil
    together = read_instants(pa.array(words)).to_pylist()
    # Beside a word that is no date, no short cut is taken.
    alone = [read_instants(pa.array([word, "no date"])).to_pylist()[0] for word in words]
    assert together == alone

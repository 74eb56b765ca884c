"""What a model has learned from is known by its tables' digests, whatever they are called now."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.flows.judging.overlap import learned_from, overlap_of
from cxnlp.models import DataRecord, LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.training import LabelledTexts

TABLE = LabelledTexts(
    "renamed.csv",
    ("The porter sang for us.", "Nobody came to the door."),
    np.array([5, 2]),
    np.full(2, ""),
    np.zeros(2, np.bool_),
)


@pytest.mark.parametrize(("use", "rows"), [("levels", 2), ("evidence", 2), ("test", 0)])
def test_all_rows_of_a_table_count_unless_it_was_only_tested_on(use: str, rows: int) -> None:
    model = load("levels-fast")
    record = DataRecord.model_validate(
        {"name": "old.csv", "use": use, "rows": 2, "digest": TABLE.digest}
    )
    manifest = model.manifest.model_copy(update={"data": (record,)})
    taught = LevelModel(seal(manifest, model.contents.files), model.scorer, model.calibration)
    assert learned_from(taught, TABLE) == rows
    told = overlap_of(taught, TABLE)
    assert (told is None) == (rows == 0)
    assert told is None or "LEARNED FROM renamed.csv (it is its table 'old.csv')" in told

"""Soft labels find their texts by digest."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.models import load
from cxnlp.training.config import SoftSettings
from cxnlp.training.soft import read_soft

if TYPE_CHECKING:
    from pathlib import Path


def test_soft_labels_are_matched_normalised_and_kept_from_the_test(tmp_path: Path) -> None:
    texts = ["fine  day", "awful", "in the test", "unknown"]
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
    labels = [
        {
            "key": hashlib.sha256(text.encode()).hexdigest(),
            **{f"p{level}": 0.1 * (level == 4) + 0.1 * (level == 1) for level in range(1, 7)},
            "p_none": 0.8,
        }
        for text in texts[:3]
    ]
    (tmp_path / "soft.jsonl").write_text("\n".join(json.dumps(row) for row in labels))
    settings = SoftSettings(file="soft.jsonl", texts=("texts.jsonl",))
    found = read_soft(settings, tmp_path, avoid={"in the test"})
    assert found.texts == ("fine day", "awful")
    assert np.allclose(found.probabilities, [[0.5, 0, 0, 0.5, 0, 0]] * 2)
    assert np.allclose(found.evidence, 0.2)
    assert np.allclose(found.log_odds()[0], [0, 0, 0, -6.9, -6.9, -1.386], atol=0.01)


def test_a_model_can_be_asked_instead(tmp_path: Path) -> None:
    texts = ["They lied and kept my money.", "They lied  and kept my money.", "Lovely staff"]
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
    settings = SoftSettings(model="levels-fast", texts=("texts.jsonl",))
    found = read_soft(settings, tmp_path, avoid=())
    teacher = load("levels-fast")
    assert found.texts == ("They lied and kept my money.", "Lovely staff")
    assert np.allclose(found.probabilities, teacher.predict(found.texts).probabilities)
    assert teacher.digest in found.name


@pytest.mark.parametrize("teacher", [{}, {"model": "levels-fast", "file": "soft.parquet"}])
def test_there_is_one_teacher(teacher: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="either a model or a file"):
        SoftSettings.check({**teacher, "texts": ["texts.csv"]})

"""A manifest says which run a folder is, in words that stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cxnlp.runs import Counts, Manifest, ModelIdentity, SourceIdentity

if TYPE_CHECKING:
    from pathlib import Path


def _manifest(*, source: str = "s", model: str = "m", config: str = "c") -> Manifest:
    return Manifest(
        source=SourceIdentity(uri="feedback.csv", digest=f"sha256:{source}"),
        model=ModelIdentity(name="levels-fast", kind="linear", digest=f"sha256:{model}"),
        settings={},
        config_digest=f"sha256:{config}",
        columns={},
        part_size=3,
        coverage=0.9,
        evidence_threshold=0.5,
        versions={},
    )


def test_a_run_that_has_begun_is_not_finished_and_has_no_counts() -> None:
    manifest = _manifest()
    assert not manifest.finished
    assert manifest.counts is None
    assert manifest.parts is None


def test_nothing_has_been_counted_before_counting() -> None:
    counts = Counts()
    assert (counts.rows, counts.labels, counts.rejected, counts.already) == (0, 0, 0, 0)
    assert counts.status == counts.reasons == counts.unreadable == counts.day_first == {}


def test_the_file_is_laid_out_for_people_and_begins_with_its_format(tmp_path: Path) -> None:
    _manifest().save(tmp_path)
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "format": 1,\n  "source": {\n')
    assert text.endswith("\n}\n")
    assert json.loads(text)["format"] == 1
    assert Manifest.load(tmp_path) == _manifest()


def test_the_identity_is_of_source_model_and_settings_and_of_nothing_else() -> None:
    one = _manifest()
    assert one.identity() == one.model_copy(update={"finished": True, "parts": 7}).identity()
    assert one.identity().startswith("sha256:")
    others = {_manifest(**{what: "x"}).identity() for what in ("source", "model", "config")}
    assert len(others | {one.identity()}) == 4

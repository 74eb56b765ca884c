"""The manifest is closed: what it does not know it refuses."""

from __future__ import annotations

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.models import Manifest
from cxnlp.models.manifest import FORMAT, ModelCalibration


def test_a_manifest_survives_the_way_through_json() -> None:
    manifest = Manifest(kind="cascade", name="levels", members={"fast": "sha256:0"})
    assert Manifest.model_validate_json(manifest.model_dump_json()) == manifest
    assert manifest.format == FORMAT


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="colour"):
        Manifest.check({"kind": "linear", "name": "x", "colour": "red"})


def test_a_calibration_that_says_nothing_changes_nothing() -> None:
    assert ModelCalibration().levels.slopes == ()

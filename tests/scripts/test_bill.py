"""The bill of materials names everything that is needed, and refuses what ours does not go with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

from bill.dependencies import bill_of, extras_of
from bill.licences import Kind, expression_of, kind_of

REPOSITORY: Final = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("MIT", Kind.PERMISSIVE),
        ("MPL-2.0 AND MIT", Kind.WEAK_COPYLEFT),
        ("LGPL-3.0-only", Kind.WEAK_COPYLEFT),
        ("GPL-2.0-or-later", Kind.STRONG_COPYLEFT),
        ("AGPL-3.0-only", Kind.STRONG_COPYLEFT),
        ("MIT OR GPL-3.0-only", Kind.PERMISSIVE),
        ("MIT AND GPL-3.0-only", Kind.STRONG_COPYLEFT),
        ("MIT AND (GPL-3.0-only OR BSD-3-Clause)", Kind.PERMISSIVE),
        ("(MIT OR BSD-3-Clause) AND GPL-3.0-only", Kind.STRONG_COPYLEFT),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", Kind.WEAK_COPYLEFT),
        ("Apache-2.0 WITH LLVM-exception", Kind.PERMISSIVE),
        ("LicenseRef-Proprietary", Kind.UNKNOWN),
        ("MIT AND", Kind.UNKNOWN),
        ("(MIT", Kind.UNKNOWN),
        ("MIT, or so", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
    ],
)
def test_the_stricter_of_two_counts_where_both_hold_and_the_milder_where_one_may_choose(
    expression: str, kind: Kind
) -> None:
    assert kind_of(expression) is kind


@pytest.mark.parametrize(
    ("told", "expression"),
    [
        ("License-Expression: MIT\nLicense: GPL", "MIT"),
        ("License: Apache 2.0", "Apache-2.0"),
        ("License: MIT License\n        \n        Copyright (c) 2001 Somebody", "MIT"),
        (
            "License: see the file\nClassifier: License :: OSI Approved :: BSD License",
            "BSD-3-Clause",
        ),
        ("Classifier: License :: OSI Approved", ""),
        (
            "Classifier: License :: Other/Proprietary License",
            "LicenseRef-Other-Proprietary-License",
        ),
        ("Summary: nothing told", ""),
    ],
)
def test_the_licence_is_read_from_the_metadata_in_a_fixed_order(
    told: str, expression: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "madeup-thing", told)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert expression_of("madeup-thing") == expression


def test_everything_that_is_asked_for_is_found_through_extras_and_their_extras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(
        tmp_path,
        "madeup-root",
        "Provides-Extra: more\nProvides-Extra: dev\nRequires-Dist: madeup-plain>=1\n"
        'Requires-Dist: madeup-more[deep]; extra == "more"\n'
        'Requires-Dist: madeup-elsewhere; sys_platform == "no such system"\n'
        'Requires-Dist: madeup-absent; extra == "more"',
    )
    _install(tmp_path, "madeup-plain", "")
    deep = 'Provides-Extra: deep\nRequires-Dist: madeup-deep; extra == "deep"'
    _install(tmp_path, "madeup-more", deep)
    _install(tmp_path, "madeup-deep", "Requires-Dist: madeup-more")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert extras_of("madeup-root", without=["dev"]) == ("more",)
    bill = bill_of("madeup-root", ["more"])
    assert bill.names == ["madeup-deep", "madeup-more", "madeup-plain"]
    assert bill.plain == {"madeup-plain"}
    assert bill.absent == {"madeup-absent"}
    assert bill.needs["madeup-more"] == {"madeup-deep"}


def test_what_we_ship_stands_under_licences_that_ours_goes_with(tmp_path: Path) -> None:
    done = _run("--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    named = {one["name"]: one for one in document["components"]}
    assert named["pyarrow"]["version"] == metadata.version("pyarrow")
    assert named["pyarrow"]["scope"] == "required"
    assert named["levels-fast"]["type"] == "machine-learning-model"
    references = {one["bom-ref"] for one in document["components"]}
    references.add(document["metadata"]["component"]["bom-ref"])
    assert len(references) == len(document["components"]) + 1
    for one in document["dependencies"]:
        assert {one["ref"], *one["dependsOn"]} <= references
    page = (tmp_path / "licences.md").read_text(encoding="utf-8")
    _, _, table = page.partition("| Distribution |")
    assert len(re.findall(r"^\| [a-z]", table, re.MULTILINE)) == sum(
        one["type"] == "library" for one in document["components"]
    )


def test_the_bill_says_which_extras_it_does_not_tell(tmp_path: Path) -> None:
    """An extra of which one distribution is missing is not told whole, and neither is the bill."""
    _install(
        tmp_path,
        "cxnlp",
        "Provides-Extra: told\nProvides-Extra: untold\nRequires-Dist: madeup-plain\n"
        'Requires-Dist: madeup-plain; extra == "told"\n'
        'Requires-Dist: madeup-absent; extra == "untold"',
    )
    _install(tmp_path, "madeup-plain", "License-Expression: MIT")
    done = _run("--out", str(tmp_path / "out"), before=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "not installed here: madeup-absent" in done.stderr
    page = (tmp_path / "out" / "licences.md").read_text(encoding="utf-8")
    assert "| plain | whole |" in page
    assert "| `[told]` | whole |" in page
    assert "| `[untold]` | **not** madeup-absent, nor what they need |" in page
    document = json.loads((tmp_path / "out" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert [one["aggregate"] for one in document["compositions"]] == ["incomplete"]
    assert _run("--out", str(tmp_path / "out"), "--complete", before=tmp_path).returncode == 1
    whole = _run("--out", str(tmp_path), "--extras", "told", "--complete", before=tmp_path)
    assert whole.returncode == 0, whole.stderr


def test_the_same_install_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert _run("--out", str(tmp_path / name), "--extras").returncode == 0
    first, second = (tmp_path / name / "sbom.cdx.json" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_a_strong_copyleft_is_refused_by_name(tmp_path: Path) -> None:
    _install(tmp_path, "cxnlp", "Requires-Dist: madeup-strict\nRequires-Dist: madeup-silent")
    _install(tmp_path, "madeup-strict", "License-Expression: AGPL-3.0-only")
    _install(tmp_path, "madeup-silent", "")
    done = _run("--out", str(tmp_path / "out"), before=tmp_path)
    assert done.returncode == 1
    assert "madeup-strict 1.0: AGPL-3.0-only" in done.stderr
    assert "madeup-silent 1.0: a licence that its metadata do not tell" in done.stderr


def test_an_extra_outside_all_may_need_what_tells_no_licence_but_no_strong_copyleft(
    tmp_path: Path,
) -> None:
    told = (
        "Provides-Extra: all\nProvides-Extra: inside\nProvides-Extra: outside\n"
        'Requires-Dist: cxnlp[inside]; extra == "all"\n'
        'Requires-Dist: madeup-{needed}; extra == "inside"\n'
        'Requires-Dist: madeup-silent; extra == "outside"'
    )
    _install(tmp_path, "madeup-silent", "")
    _install(tmp_path, "madeup-plain", "License-Expression: MIT")
    _install(tmp_path, "cxnlp", told.format(needed="plain"))
    done = _run("--out", str(tmp_path / "out"), before=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "madeup-silent 1.0: a licence that its metadata do not tell (needed by" in done.stderr
    page = (tmp_path / "out" / "licences.md").read_text(encoding="utf-8")
    assert "| `[inside]` | whole |" in page
    assert "| `[outside]` | whole; no licence is told by madeup-silent |" in page
    for needed, strict in (("silent", "plain"), ("plain", "strict")):
        other = tmp_path / f"{needed}-{strict}"
        other.mkdir()
        _install(other, "madeup-silent", "License-Expression: GPL-3.0-only" * (strict == "strict"))
        _install(other, "madeup-plain", "License-Expression: MIT")
        _install(other, "cxnlp", told.format(needed=needed))
        assert _run("--out", str(other / "out"), before=other).returncode == 1


def test_an_extra_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = _run("--out", str(tmp_path), "--extras", "no-such-extra")
    assert done.returncode == 2
    assert "no extra no-such-extra" in done.stderr


def _install(home: Path, name: str, told: str) -> None:
    folder = home / f"{name.replace('-', '_')}-1.0.dist-info"
    folder.mkdir()
    text = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{told}".rstrip() + "\n"
    (folder / "METADATA").write_text(text, encoding="utf-8")


def _run(*arguments: str, before: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own; packages that lie in `before` are found first."""
    script = REPOSITORY / "scripts" / "bill_of_materials.py"
    call = (
        "import runpy, sys; sys.path[:0] = sys.argv[1].split(); del sys.argv[1];"
        "sys.argv[0:1] = []; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    places = f"{before or ''} {script.parent}"
    return subprocess.run(
        [sys.executable, "-c", call, places, str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

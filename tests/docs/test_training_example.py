"""The configuration that users are told to copy trains on the example judgements as it stands."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Final

import pytest

from cxnlp.cli import main
from cxnlp.levels import parse_gold
from cxnlp.training import TrainingSettings

REPOSITORY: Final = Path(__file__).parents[2]
EXAMPLES: Final = REPOSITORY / "examples"


def with_optional_blocks(text: str) -> str:
    """The configuration with the blocks that are commented out: `# [[rated]]` to the next line
    without a sign."""
    lines, inside = [], False
    for line in text.splitlines():
        inside = line.startswith("# [") or (inside and line.startswith("# "))
        lines.append(line.removeprefix("# ") if inside else line)
    return "\n".join(lines)


def judged(name: str) -> dict[str, int]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return {row["text"]: parse_gold(row["level"], row["id"]) for row in csv.DictReader(file)}


def test_the_tables_have_all_levels_and_share_no_text() -> None:
    learned, measured = judged("labels.csv"), judged("gold.csv")
    assert set(learned.values()) == set(measured.values()) == set(range(7))
    assert not set(learned) & set(measured)


def test_the_judged_comments_are_those_of_the_example_feedback() -> None:
    feedback = (EXAMPLES / "feedback.csv").read_text(encoding="utf-8")
    texts = [*judged("labels.csv"), *judged("gold.csv")]
    assert not [text for text in texts if text.replace('"', '""') not in feedback]


def test_the_configuration_holds_with_and_without_its_optional_blocks() -> None:
    text = (EXAMPLES / "train.toml").read_text(encoding="utf-8")
    plain, full = TrainingSettings.parse(text), TrainingSettings.parse(with_optional_blocks(text))
    assert not plain.rated
    assert plain.soft is None
    assert full.rated[0].rating == "csat"
    assert full.soft is not None


@pytest.mark.parametrize("page", ["docs/retraining.md", "docs/how-to/data-scientist.md"])
def test_no_page_for_users_names_a_configuration_that_reads_data_they_do_not_have(
    page: str,
) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    assert "examples/train.toml" in text
    assert "--config configs/" not in text


@pytest.mark.slow
def test_it_trains_with_all_its_blocks_and_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, folder)
    config = folder / "train.toml"
    table, quiet = str(folder / "labels.csv"), ["--quiet", "--json"]
    out = str(tmp_path / "plain")
    assert main(["train", table, "--config", str(config), "--out", out, *quiet]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["evaluation"]["metrics"]["quadratic_weighted_kappa"]["value"] > 0.2

    run = str(tmp_path / "run")
    words = ["--out", run, "--model", "levels-fast", "--quiet"]
    assert main(["label", str(folder / "feedback.csv"), *words]) == 0
    assert main(["export", run, "--to", str(folder / "rated.csv"), "--quiet"]) == 0
    config.write_text(with_optional_blocks(config.read_text(encoding="utf-8")), encoding="utf-8")
    capsys.readouterr()
    out = str(tmp_path / "full")
    assert main(["train", table, "--config", str(config), "--out", out, *quiet]) == 0
    assert json.loads(capsys.readouterr().out)["evaluation"]["judged"] == 42

    gold = str(folder / "gold.csv")
    assert main(["compare", "levels-fast", out, gold, "--quiet"]) == 0
    review = str(tmp_path / "audit.csv")
    assert main(["audit", table, "--config", str(config), "--out", review, "--quiet"]) == 0

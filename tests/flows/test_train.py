"""`cxnlp train`: one TOML file and a table become a model folder."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ConfigurationError, InputDataError, ModelError
from cxnlp.flows.train import train
from cxnlp.models import load
from cxnlp.models.reference import Reference
from cxnlp.training import TrainingSettings
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from pathlib import Path

_ROWS = {
    0: "how do i open an account",
    1: "they lied and kept my money",
    2: "slow and disappointing",
    3: "it was ok",
    4: "friendly staff and good food",
    5: "went out of their way",
    6: "best ever in my life",
}
_CONFIG = """
name = "small"
[data]
train = "train.csv"
test = "test.csv"
[features]
buckets = 4096
[calibration]
folds = 2
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for name, first, count in (("train", 0, 210), ("test", 500, 35)):
        lines = [f"{_ROWS[n % 7]} visit {first + n},{n % 7}" for n in range(count)]
        (tmp_path / f"{name}.csv").write_text("text,level\n" + "\n".join(lines) + "\n")
    path = tmp_path / "config.toml"
    path.write_text(_CONFIG)
    return path


def test_the_folder_holds_all_that_a_reader_needs(config: Path, tmp_path: Path) -> None:
    trained = train(None, config, tmp_path / "model")
    assert {path.name for path in (tmp_path / "model").iterdir()} == {
        "manifest.json",
        "config.toml",
        "weights.safetensors",
        "calibration.json",
        "evaluation.json",
        "CARD.md",
        "seen.safetensors",
        "reference.json",
    }
    figures = json.loads((tmp_path / "model" / "evaluation.json").read_text())
    assert figures["metrics"]["quadratic_weighted_kappa"]["n"] == 30
    again = load(tmp_path / "model")
    assert again.digest == trained.model.digest
    known = Reference.from_files(again.contents.files)
    assert known is not None
    assert (known.comments, known.languages, known.levels) == (210, {"en": 210}, {})
    assert again.predict(["they lied and kept my money"]).levels[0] <= 2


def test_the_same_seed_gives_the_same_bytes(config: Path, tmp_path: Path) -> None:
    digests = {train(None, config, tmp_path / name).model.digest for name in ("one", "two")}
    assert len(digests) == 1


def test_the_table_of_the_command_line_goes_before_that_of_the_configuration(
    config: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text((tmp_path / "train.csv").read_text().replace("visit", "day"))
    assert train(other, config, tmp_path / "model").model.manifest.data[0].name == "other.csv"


def test_texts_of_the_test_table_are_left_out_with_their_count(
    config: Path, tmp_path: Path
) -> None:
    with (tmp_path / "train.csv").open("a") as file:
        test = (tmp_path / "test.csv").read_text().splitlines(keepends=True)
        file.writelines([test[1], test[2].upper(), test[3].replace(",", "!,")])
    said: list[str] = []
    trained = train(None, config, tmp_path / "model", say=said.append)
    assert trained.shared == 3
    assert any("3 that stand in the test table" in words for words in said)


def test_an_existing_model_is_not_damaged_nor_trained_for_in_vain(
    config: Path, tmp_path: Path
) -> None:
    first = train(None, config, tmp_path / "model").model.digest
    said: list[str] = []
    with pytest.raises(ModelError, match="there already"):
        train(None, config, tmp_path / "model", say=said.append)
    assert said == []
    assert load(tmp_path / "model").digest == first


def test_a_wrong_configuration_leaves_an_existing_model_alone(config: Path, tmp_path: Path) -> None:
    first = train(None, config, tmp_path / "model").model.digest
    config.write_text(_CONFIG + "[linear]\nstrength = -1\n")
    with pytest.raises(ConfigurationError, match=r"linear\.strength"):
        train(None, config, tmp_path / "model", overwrite=True)
    assert load(tmp_path / "model").digest == first


def test_a_backbone_that_is_not_there_is_told_before_anything_is_read_or_made(
    config: Path, tmp_path: Path
) -> None:
    config.write_text(
        'kind = "transformer"\n' + _CONFIG + '[transformer]\nbackbone = "./nowhere"\n'
    )
    (tmp_path / "train.csv").unlink()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ConfigurationError, match=r"transformer\.backbone \(\./nowhere\)"):
        train(None, config, tmp_path / "model")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own
def test_a_network_is_kept_as_transformers_reads_it_where_that_is_asked_for(
    config: Path, tmp_path: Path
) -> None:
    """Its backbone is told from the configuration's folder on, as every path."""
    from tests.training.network.conftest import write_backbone
    from transformers import AutoModelForSequenceClassification

    write_backbone(tmp_path / "backbone")
    config.write_text(
        'kind = "transformer"\n' + _CONFIG + '[transformer]\nbackbone = "backbone"\nlength = 16\n'
        "held_out = 0.4\neight_bits = false\nthreads = 1\n[[transformer.rounds]]\n"
        "[[transformer.rounds.recipes]]\nepochs = 1\nrows = 16\nmoving_average = 0\n"
    )
    plain = train(None, config, tmp_path / "plain").model
    both = train(None, config, tmp_path / "both", network=True).model
    assert not (tmp_path / "plain" / "network").exists()
    assert load(tmp_path / "both").digest == both.digest == plain.digest
    network = AutoModelForSequenceClassification.from_pretrained(tmp_path / "both" / "network")
    assert network.config.id2label[1] == "criminal"
    assert len(network.config.id2label) == 7


def test_an_empty_level_is_refused(config: Path, tmp_path: Path) -> None:
    lines = (tmp_path / "train.csv").read_text().splitlines()
    (tmp_path / "train.csv").write_text("\n".join(x for x in lines if not x.endswith(",6")))
    with pytest.raises(InputDataError, match="unbelievable"):
        train(None, config, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_configuration_without_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(ConfigurationError, match=r"data\.train"):
        train(None, tmp_path / "empty.toml", tmp_path / "model")


@pytest.mark.slow
def test_a_kill_while_saving_leaves_the_old_model(config: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    first = train(None, config, model).model.digest
    config.write_text(_CONFIG.replace("folds = 2", "folds = 3"))
    on_a_slow_disk = (
        "import sys, time; from cxnlp import whole; from cxnlp.flows.train import train; "
        "sync = whole._sync; whole._sync = lambda path: (time.sleep(1), sync(path)); "
        "train(None, sys.argv[1], sys.argv[2], overwrite=True)"
    )
    child = subprocess.Popen([sys.executable, "-c", on_a_slow_disk, str(config), str(model)])
    while not list(tmp_path.glob("_model.*")):
        assert child.poll() is None
        time.sleep(0.001)
    child.kill()
    assert child.wait() == -signal.SIGKILL, "it was not done before"
    assert load(model).digest == first


def test_settings_in_hand_do_and_without_a_test_table_nothing_is_claimed(
    config: Path, tmp_path: Path
) -> None:
    settings = TrainingSettings.read(config).model_copy(update={"data": DataSettings()})
    work = tmp_path / "work"
    work.mkdir()
    trained = train(tmp_path / "train.csv", settings, tmp_path / "model", work=work)
    assert trained.evaluation is None
    assert json.loads((tmp_path / "model" / "evaluation.json").read_text()) == {}
    assert {record.use for record in trained.model.manifest.data}.isdisjoint({"test"})
    assert work.is_dir(), "what the caller named is the caller's"

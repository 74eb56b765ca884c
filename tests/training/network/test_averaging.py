"""Networks from one start are averaged weight by weight; whole numbers are those of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.training.network.averaging import average_weights

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own


def network(folder: Path, value: float) -> Path:
    import torch
    from safetensors.torch import save_file

    folder.mkdir()
    (folder / "config.json").write_text(f'{{"of": {value}}}', encoding="utf-8")
    weights = {
        "half": torch.full((2,), value, dtype=torch.float16),
        "rows": torch.tensor([[value, 0.0]]),
        "places": torch.tensor([int(value)]),
    }
    save_file(weights, folder / "model.safetensors")
    return folder


def test_a_single_network_is_taken_as_it_is(tmp_path: Path) -> None:
    one = network(tmp_path / "one", 1.0)
    assert average_weights([one], tmp_path / "mean") == one
    assert not (tmp_path / "mean").exists()


def test_the_mean_has_the_kinds_of_numbers_and_the_other_files_of_the_first(
    tmp_path: Path,
) -> None:
    from safetensors.torch import load_file

    folders = [network(tmp_path / f"n{value}", float(value)) for value in (1, 2, 6)]
    (tmp_path / "mean").mkdir()
    (tmp_path / "mean" / "old").write_text("of before", encoding="utf-8")
    out = average_weights(folders, tmp_path / "mean")
    assert out == tmp_path / "mean"
    assert sorted(path.name for path in out.iterdir()) == ["config.json", "model.safetensors"]
    assert (out / "config.json").read_text(encoding="utf-8") == '{"of": 1.0}'
    found = load_file(out / "model.safetensors")
    assert found["rows"].tolist() == [[3.0, 0.0]]
    assert found["half"].tolist() == [3.0, 3.0]
    assert str(found["half"].dtype) == "torch.float16"
    assert found["places"].tolist() == [1]


def test_the_networks_themselves_are_left_as_they_were(tmp_path: Path) -> None:
    folders = [network(tmp_path / f"n{value}", float(value)) for value in (1, 2)]
    before = [(folder / "model.safetensors").read_bytes() for folder in folders]
    average_weights(folders, tmp_path / "mean")
    assert [(folder / "model.safetensors").read_bytes() for folder in folders] == before

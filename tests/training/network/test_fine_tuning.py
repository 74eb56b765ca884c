"""Fine-tuning: learns, goes on after a kill to the same end, and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.backbone import Network, open_network
from cxnlp.training.network.checkpoints import Workplace
from cxnlp.training.network.fine_tuning import fine_tune, outputs_of
from cxnlp.training.network.rates import rate_groups
from cxnlp.training.network.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cxnlp.training.network.examples import Examples

RECIPE = Recipe(
    epochs=12,
    rate=3e-3,
    head_rate=3e-3,
    rows=8,
    disturbed=0,
    dropout=0,
    moving_average=0,
    layer_decay=1,
    frozen_embeddings=False,
)


def _tune(start: Path, examples: Examples, folder: Path, **changes: object) -> Path:
    recipe = RECIPE.model_copy(update=changes)
    return fine_tune(str(start), examples, recipe, folder, length=32, outputs=29, save_every=3)


def _open(folder: Path) -> Network:
    return open_network(str(folder), length=32, outputs=29, dropout=0, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["cross-entropy", "soft", "corn", "oll", "emd"])
def test_every_loss_learns_the_levels_of_made_up_texts(
    loss: str, backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    from cxnlp.models.transformer import level_outputs

    network = _open(_tune(backbone, examples, tmp_path / "w", loss=loss, epochs=40))
    said = outputs_of(network, examples.texts).astype(np.float64)
    levels, evidence = level_outputs(said[:, :7], "corn" if loss == "corn" else "softmax")
    true = examples.targets.argmax(axis=1)
    assert ((evidence > 0) == (true > 0)).mean() > 0.9
    judged = true > 0
    assert np.abs(levels[judged].argmax(axis=1) + 1 - true[judged]).mean() < 0.5


def test_the_result_loads_with_transformers_alone_and_names_the_levels(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = _tune(backbone, examples, tmp_path / "w", epochs=1)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert list(model.config.id2label.values())[:3] == ["none", "criminal", "basic"]
    ours = outputs_of(_open(folder), examples.texts[:1])
    with torch.inference_mode():
        theirs = model(**tokenizer(examples.texts[0], return_tensors="pt")).logits.numpy()
    assert np.allclose(ours[:, :7], theirs, atol=1e-5)


def test_killed_and_resumed_is_never_killed(
    backbone: Path, examples: Examples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _tune(backbone, examples, tmp_path / "whole", epochs=3, moving_average=0.9)
    saved = 0
    save = Workplace.save

    def dying(place: Workplace, state: Mapping[str, object]) -> None:
        nonlocal saved
        save(place, state)
        saved += 1
        if saved == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Workplace, "save", dying)
    with pytest.raises(KeyboardInterrupt):
        _tune(backbone, examples, tmp_path / "killed", epochs=3, moving_average=0.9)
    monkeypatch.undo()
    resumed = _tune(backbone, examples, tmp_path / "killed", epochs=3, moving_average=0.9)
    assert (whole / "model.safetensors").read_bytes() == (
        resumed / "model.safetensors"
    ).read_bytes()


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    first, second, other = (
        (_tune(backbone, examples, tmp_path / name, epochs=1, seed=seed) / "model.safetensors")
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_a_damaged_checkpoint_is_begun_anew(tmp_path: Path) -> None:
    place = Workplace.enter(tmp_path / "w", {"any": "thing"})
    (place.folder / "checkpoint.pt").write_bytes(b"half a check")
    assert place.load() is None


def test_what_lies_there_of_another_recipe_is_cleared_away(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    first = _tune(backbone, examples, tmp_path / "w", epochs=1)
    before = (first / "model.safetensors").read_bytes()
    again = _tune(backbone, examples, tmp_path / "w", epochs=1, seed=5)
    assert (again / "model.safetensors").read_bytes() != before


def test_weights_that_were_put_there_are_taken_and_said(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    import shutil

    given = _tune(backbone, examples, tmp_path / "elsewhere", epochs=1)
    (tmp_path / "w").mkdir()
    shutil.copytree(given, tmp_path / "w" / "model")
    (tmp_path / "w" / "given.txt").write_text("a run of yesterday")
    told: list[str] = []
    fine_tune(
        str(backbone), examples, RECIPE, tmp_path / "w", length=32, outputs=29, say=told.append
    )
    assert "a run of yesterday" in told[0]
    assert (tmp_path / "w" / "model" / "model.safetensors").read_bytes() == (
        given / "model.safetensors"
    ).read_bytes()


def test_a_loss_that_is_no_number_is_refused_and_nothing_is_saved(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=r"a loss of (nan|inf)"):
        _tune(backbone, examples, tmp_path / "w", rate=1e30, head_rate=1e30, warmup=0)
    assert not (tmp_path / "w" / "model").exists()


def test_early_stopping_ends_when_the_texts_kept_aside_get_worse(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    told: list[str] = []
    recipe = RECIPE.model_copy(update={"epochs": 50, "validation": 0.3, "rate": 3e-2})
    fine_tune(
        str(backbone), examples, recipe, tmp_path / "w", length=32, outputs=29, say=told.append
    )
    assert 2 <= len(told) < 50


def test_a_batch_that_does_not_fit_into_memory_is_taken_in_pieces(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    import torch

    from cxnlp.training.network import fine_tuning

    network = _open(backbone)

    class Small(torch.nn.Module):
        """A network on a machine that holds two texts."""

        config = network.model.config

        def __init__(self) -> None:
            super().__init__()
            self.inner = network.model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> object:
            if len(input_ids) > 2:
                raise torch.OutOfMemoryError
            return self.inner(input_ids=input_ids, attention_mask=attention_mask)

    told: list[str] = []
    small = Network(Small(), network.tokens, network.filler, 29, "inner." + network.head)
    place = Workplace.enter(tmp_path / "w", {})
    learner = fine_tuning._Learner(
        small, examples, RECIPE.model_copy(update={"epochs": 1}), place, 100, told.append
    )
    learner.learn()
    assert told == [
        "out of memory: batches are taken in 2 pieces from here on",
        "out of memory: batches are taken in 4 pieces from here on",
    ]


def test_pieces_give_the_gradients_of_the_whole_batch(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    import torch

    from cxnlp.training.network import fine_tuning

    gradients = []
    for pieces in (1, 4):
        learner = fine_tuning._Learner(
            _open(backbone), examples, RECIPE, Workplace.enter(tmp_path / "w", {}), 100, print
        )
        learner.device = torch.device("cpu")
        learner.learned = examples
        learner.optimizer = torch.optim.AdamW(rate_groups(learner.network, RECIPE))
        learner.pieces = pieces
        learner._gradients(0, np.arange(8))
        weight = learner.network.model.get_parameter(learner.network.head + ".weight")
        assert weight.grad is not None
        gradients.append(weight.grad.clone())
    assert torch.allclose(gradients[0], gradients[1], rtol=0.05, atol=1e-3)

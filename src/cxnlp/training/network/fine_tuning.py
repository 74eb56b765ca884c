"""Fine-tuning: one loop for every stage, every loss and every backbone."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.backbone import Network, open_network
from cxnlp.training.network.batches import batches_of, padded
from cxnlp.training.network.checkpoints import Workplace
from cxnlp.training.network.disturbing import disturb, some
from cxnlp.training.network.losses import aspect_loss, level_loss
from cxnlp.training.network.rates import rate_groups
from cxnlp.training.varying import varied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from cxnlp.training.network.examples import Examples
    from cxnlp.training.network.recipe import Recipe

__all__ = ["fine_tune", "outputs_of"]

_LEVEL_OUTPUTS: Final = 7
_READING: Final = 32
"""Texts read side by side where nothing is learned."""
_LONGEST_STEP: Final = 1.0
"""Gradients are cut to this length (R. Pascanu et al. 2013)."""


def fine_tune(
    start: str,
    examples: Examples,
    recipe: Recipe,
    folder: Path,
    *,
    length: int,
    outputs: int,
    save_every: int = 100,
    say: Callable[[str], None] = lambda _: None,
) -> Path:
    """Fine-tune a backbone, or go on where an earlier call was killed.

    Args:
        start: see `open_network`.
        examples: what to learn from.
        recipe: how.
        folder: where checkpoints and result lie.
        length: tokens that a text may have.
        outputs: 7, or 29 with aspects.
        save_every: steps between two checkpoints.
        say: is told what happens.

    Returns:
        The folder of the result, which loads as `AutoModelForSequenceClassification`.

    Raises:
        ConfigurationError: the backbone is refused, the loss is no number, or a single text does
            not fit into memory.
    """
    made_from = {
        "start": start,
        "examples": examples.digest,
        "recipe": recipe.model_dump(mode="json"),
        "length": length,
        "outputs": outputs,
    }
    place = Workplace.enter(folder, made_from)
    if place.finished:
        given = place.given
        say(f"{folder.name}: {'taken as it is (' + given + ')' if given else 'stands already'}")
        return place.model
    network = open_network(
        start, length=length, outputs=outputs, dropout=recipe.dropout, seed=recipe.seed
    )
    learner = _Learner(network, examples, recipe, place, save_every, say)
    learner.learn()
    network.save(place.model)
    place.drop_state()
    return place.model


def outputs_of(network: Network, texts: tuple[str, ...]) -> NDArray[np.float32]:
    """Outputs of each text, in 32 bits and padded. Shape (n, outputs)."""
    import torch

    numbers = network.tokens.numbers(texts)
    found = np.zeros((len(texts), network.outputs), np.float32)
    order = np.argsort([len(one) for one in numbers], kind="stable")
    network.model.eval()
    device = next(network.model.parameters()).device
    with torch.inference_mode():
        for start in range(0, len(order), _READING):
            rows = order[start : start + _READING]
            laid, mask = padded([numbers[row] for row in rows], network.filler)
            said = network(torch.tensor(laid, device=device), torch.tensor(mask, device=device))
            found[rows] = said.float().cpu().numpy()
    return found


@dataclass
class _Learner:
    """The state of one fine-tuning."""

    network: Network
    examples: Examples
    recipe: Recipe
    place: Workplace
    save_every: int
    say: Callable[[str], None]
    pieces: int = 1
    step: int = 0
    best: float = math.inf
    best_weights: dict[str, Any] = field(default_factory=dict)
    waited: int = 0
    _numbers: tuple[int, list[NDArray[np.int64]]] = field(default=(-1, []))

    def learn(self) -> None:
        import torch
        from tqdm import tqdm

        recipe = self.recipe
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network.model.to(self.device)
        torch.manual_seed(recipe.seed)
        self.learned, self.kept_aside = self._parted()
        self.optimizer = torch.optim.AdamW(rate_groups(self.network, recipe), betas=(0.9, 0.98))
        self.average = self._weights() if recipe.moving_average else {}
        plan = self._plan()
        self._resume()
        self.network.model.train()
        # No bar where nobody looks at it; the words of `say` go on.
        with tqdm(total=len(plan), initial=self.step, disable=None, unit="batch") as bar:
            while self.step < len(plan):
                epoch, rows = plan[self.step]
                loss = self._take_step(epoch, rows, len(plan))
                bar.update()
                bar.set_postfix(loss=f"{loss:.3f}")
                ended = self.step == len(plan) or plan[self.step][0] != epoch
                if ended and self._stops_early(epoch):
                    break
                if self.step % self.save_every == 0 and self.step < len(plan):
                    self._checkpoint()
        if self.best_weights:
            self._set(self.best_weights)
        elif self.average:
            self._set(self.average)
        self.network.model.eval()

    def _parted(self) -> tuple[Examples, Examples]:
        order = np.random.default_rng(self.recipe.seed).permutation(len(self.examples))
        count = round(len(order) * self.recipe.validation)
        return (
            self.examples.rows(np.sort(order[count:])),
            self.examples.rows(np.sort(order[:count])),
        )

    def _epoch_numbers(self, epoch: int) -> list[NDArray[np.int64]]:
        if self._numbers[0] != epoch:
            drawn = random.Random(self.recipe.seed * 1000 + epoch)  # noqa: S311 - no secret
            texts = some(self.learned.texts, self.recipe.disturbed, disturb, drawn)
            texts = some(texts, self.recipe.varied, varied, drawn)
            self._numbers = (epoch, self.network.tokens.numbers(texts))
        return self._numbers[1]

    def _plan(self) -> list[tuple[int, NDArray[np.int64]]]:
        recipe = self.recipe
        plan = []
        for epoch in range(math.ceil(recipe.epochs)):
            lengths = np.array([len(one) for one in self._epoch_numbers(epoch)])
            drawn = np.random.default_rng([recipe.seed, epoch])
            found = batches_of(lengths, tokens=recipe.tokens, rows=recipe.rows, random=drawn)
            share = min(1.0, recipe.epochs - epoch)
            plan += [(epoch, rows) for rows in found[: max(1, round(len(found) * share))]]
        return plan

    def _take_step(self, epoch: int, rows: NDArray[np.int64], steps: int) -> float:
        import torch

        recipe = self.recipe
        rise = (self.step + 1) / max(1.0, recipe.warmup * steps)
        share = self.step / steps
        factor = min(1.0, rise) * (1 - share if share >= recipe.warmup else 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["full"] * factor
        loss = self._gradients(epoch, rows)
        if not math.isfinite(loss):
            raise ConfigurationError(
                f"{self.place.folder}, step {self.step + 1}",
                found=f"a loss of {loss}",
                expected="a number",
                hint="Choose a lower rate, or look for texts without letters; nothing was saved.",
            )
        torch.nn.utils.clip_grad_norm_(self.network.model.parameters(), _LONGEST_STEP)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        if self.average:
            # Young averages forget faster (as in TensorFlow's ExponentialMovingAverage).
            keep = min(recipe.moving_average, (1 + self.step) / (10 + self.step))
            own = self.network.model.state_dict()
            with torch.no_grad():
                for name, kept in self.average.items():
                    kept.lerp_(own[name], 1 - keep)
        return loss

    def _gradients(self, epoch: int, rows: NDArray[np.int64]) -> float:
        """Gradients of a batch; in smaller pieces where it does not fit into memory."""
        import torch

        while True:
            try:
                return sum(
                    self._piece(epoch, piece)
                    for piece in np.array_split(rows, min(self.pieces, len(rows)))
                )
            except (MemoryError, RuntimeError) as error:
                if not isinstance(error, (MemoryError, torch.OutOfMemoryError)) and (
                    "memory" not in str(error)
                ):
                    raise
                failed = type(error).__name__
            # Outside of the handler, whose traceback keeps alive what did not fit.
            self.optimizer.zero_grad(set_to_none=True)
            if self.pieces >= len(rows):
                raise ConfigurationError(
                    "key transformer.length",
                    found=f"that a single text does not fit into memory ({failed})",
                    expected="a network and a length that fit",
                    hint="Choose a smaller length or backbone; the last checkpoint stands.",
                )
            self.pieces *= 2
            self.say(f"out of memory: batches are taken in {self.pieces} pieces from here on")

    def _piece(self, epoch: int, rows: NDArray[np.int64]) -> float:
        numbers = self._epoch_numbers(epoch)
        loss = self._loss([numbers[row] for row in rows], self.learned.rows(rows))
        # Batches differ in rows: a long text shall count as much as a short one.
        (loss / self.recipe.rows).backward()  # type: ignore[no-untyped-call] # torch has no type
        return float(loss.item()) / self.recipe.rows

    def _loss(self, numbers: list[NDArray[np.int64]], examples: Examples) -> Tensor:
        import torch

        laid, mask = padded(numbers, self.network.filler)
        with torch.autocast(self.device.type, torch.bfloat16):
            said = self.network(
                torch.tensor(laid, device=self.device), torch.tensor(mask, device=self.device)
            )
        targets = torch.tensor(examples.targets, device=self.device)
        losses = level_loss(said[:, :_LEVEL_OUTPUTS], targets, self.recipe.loss)
        known = torch.tensor(examples.dimensions[:, 0] >= 0, device=self.device)
        if self.recipe.aspect_weight and said.shape[1] > _LEVEL_OUTPUTS and bool(known.any()):
            aspects = aspect_loss(
                said[:, _LEVEL_OUTPUTS:],
                torch.tensor(np.maximum(examples.dimensions, 0), device=self.device),
                torch.tensor(examples.flags, device=self.device),
            )
            losses = losses + self.recipe.aspect_weight * aspects * known
        return (losses * torch.tensor(examples.weights, device=self.device)).sum()

    def _stops_early(self, epoch: int) -> bool:
        import torch

        if not len(self.kept_aside):
            return False
        current = self._weights()
        if self.average:
            self._set(self.average)
        self.network.model.eval()
        numbers = self.network.tokens.numbers(self.kept_aside.texts)
        total = 0.0
        with torch.inference_mode():
            for start in range(0, len(numbers), _READING):
                rows = np.arange(start, min(start + _READING, len(numbers)))
                part = self.kept_aside.rows(rows)
                total += float(self._loss([numbers[row] for row in rows], part).item())
        self.say(f"epoch {epoch + 1}: loss {total / len(numbers):.4f} on texts kept aside")
        if total < self.best:
            self.best, self.waited, self.best_weights = total, 0, self._weights()
        else:
            self.waited += 1
        self._set(current)
        self.network.model.train()
        return self.waited >= self.recipe.patience

    def _weights(self) -> dict[str, Any]:
        state = self.network.model.state_dict()
        return {name: kept.clone() for name, kept in state.items() if kept.is_floating_point()}

    def _set(self, weights: dict[str, Any]) -> None:
        self.network.model.load_state_dict(weights, strict=False)

    def _checkpoint(self) -> None:
        import torch

        self.place.save(
            {
                "weights": self.network.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "average": self.average,
                "best": self.best,
                "best_weights": self.best_weights,
                "waited": self.waited,
                "step": self.step,
                "random": torch.get_rng_state(),
                "random_gpu": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            }
        )

    def _resume(self) -> None:
        import torch

        state = self.place.load()
        if state is None:
            return
        self.network.model.load_state_dict(state["weights"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = {name: kept.to(self.device) for name, kept in state["average"].items()}
        self.best, self.waited = state["best"], state["waited"]
        self.best_weights, self.step = state["best_weights"], state["step"]
        torch.set_rng_state(state["random"])
        if state["random_gpu"]:
            torch.cuda.set_rng_state_all(state["random_gpu"])
        self.say(f"{self.place.folder.name}: goes on after step {self.step}")

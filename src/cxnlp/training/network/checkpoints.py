"""Checkpoints: fine-tuning that was killed goes on at the last one, to the same end."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Workplace"]

_RECORD: Final = "made_from.json"
_STATE: Final = "checkpoint.pt"
_MODEL: Final = "model"
_GIVEN: Final = "given.txt"


@dataclass(frozen=True)
class Workplace:
    """A folder of one fine-tuning: what it is made from, its checkpoint, and its result.

    Attributes:
        folder: the folder.
        identity: digest of all that shapes the result; a folder of another identity is cleared.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as place:
    ...     first = Workplace.enter(Path(place), {"seed": 1})
    ...     again = Workplace.enter(Path(place), {"seed": 1})
    ...     first == again, again.finished
    (True, False)
    """

    folder: Path
    identity: str

    @classmethod
    def enter(cls, folder: Path, made_from: Mapping[str, object]) -> Workplace:
        """Enter a folder; what lies there of another fine-tuning is cleared away.

        A result beside which a `given.txt` lies was put there by somebody, and stays.
        """
        text = json.dumps(made_from, sort_keys=True, indent=1, default=str) + "\n"
        place = cls(folder, hashlib.sha256(text.encode()).hexdigest())
        folder.mkdir(parents=True, exist_ok=True)
        record = folder / _RECORD
        if not place.given and (not record.is_file() or record.read_text("utf-8") != text):
            place.clear()
            write_whole(record, lambda path: _put(path, text))
        return place

    @property
    def model(self) -> Path:
        """Where the result stands, once it is made."""
        return self.folder / _MODEL

    @property
    def finished(self) -> bool:
        """Whether the result stands."""
        return (self.model / "config.json").is_file()

    @property
    def given(self) -> str | None:
        """What `given.txt` says of where the result is from; None where it was made here."""
        path = self.folder / _GIVEN
        return path.read_text("utf-8").strip() if path.is_file() and self.finished else None

    def clear(self) -> None:
        """Remove checkpoint and result."""
        import shutil

        (self.folder / _STATE).unlink(missing_ok=True)
        shutil.rmtree(self.model, ignore_errors=True)

    def save(self, state: Mapping[str, object]) -> None:
        """Write a checkpoint, whole or not at all."""
        import torch

        write_whole(self.folder / _STATE, lambda path: torch.save(dict(state), path))

    def load(self) -> dict[str, Any] | None:
        """The last checkpoint; None without one, or where it cannot be read."""
        import torch

        path = self.folder / _STATE
        if not path.is_file():
            return None
        try:
            found: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
        except Exception:  # noqa: BLE001 - half a file makes torch raise anything
            return None
        return found

    def drop_state(self) -> None:
        """Remove the checkpoint, once the result stands."""
        (self.folder / _STATE).unlink(missing_ok=True)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

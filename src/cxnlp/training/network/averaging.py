"""One network from several: the mean of their weights."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cxnlp.whole import whole_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["average_weights"]


def average_weights(folders: Sequence[Path], out: Path) -> Path:
    """Average networks that were fine-tuned from one start (M. Wortsman et al. 2022).

    Args:
        folders: of the networks; a single one is taken as it is.
        out: the folder to make, whole or not at all; one that stands there is replaced.

    Returns:
        The folder with the averaged weights.

    >>> from pathlib import Path
    >>> average_weights([Path("only")], Path("mean")).name
    'only'
    """
    if len(folders) == 1:
        return folders[0]
    import torch
    from safetensors.torch import load_file, save_file

    with whole_folder(out, replace=True) as aside:
        shutil.copytree(folders[0], aside, dirs_exist_ok=True)
        for path in sorted(aside.glob("*.safetensors")):
            tables = [load_file(folder / path.name) for folder in folders]
            mean = {
                name: torch.stack([table[name].double() for table in tables]).mean(0).to(kept.dtype)
                if kept.is_floating_point()
                else kept
                for name, kept in tables[0].items()
            }
            save_file(mean, path, metadata={"format": "pt"})
    return out

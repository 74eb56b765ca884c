"""Execute notebooks, each from a clean kernel with the repository's root as its working folder.

python scripts/run_notebooks.py                     all of notebooks/
python scripts/run_notebooks.py notebooks/NAME.py   some of them

The sources are scripts in jupytext's percent format. Executed copies, with their figures, are
written under build/notebooks/. Exit code 1 if a cell of any notebook fails, if a cell with code was
not executed, if a notebook has no cell to execute, or if there is no notebook.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nbformat import NotebookNode

REPOSITORY: Final = Path(__file__).resolve().parents[1]
SECONDS: Final = 600
"""A cell that takes longer has failed."""

_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
"""What a terminal takes for colours; logs of CI show it as it stands."""


class NotebookError(Exception):
    """A notebook that does not run, or runs nothing."""


def main() -> int:
    """Execute every notebook and say how each of them went."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("notebooks", nargs="*", type=Path, help="sources; else all of notebooks/")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "build" / "notebooks")
    options = parser.parse_args()
    sources = options.notebooks or sorted((REPOSITORY / "notebooks").glob("*.py"))
    if not sources:
        print("There is no notebook.", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    start = time.perf_counter()
    for source in sources:
        begun = time.perf_counter()
        target = options.out / f"{source.stem}.ipynb"
        try:
            cells = run_notebook(source, target)
        except NotebookError as error:
            failed += 1
            print(f"{source}: {error}", file=sys.stderr)
        else:
            print(f"{source}: {cells} cells, {time.perf_counter() - begun:.0f} s, {target}")
    total = time.perf_counter() - start
    print(f"{len(sources)} notebooks, {failed} failed, {total:.0f} s in all")
    return 1 if failed else 0


def run_notebook(source: Path, target: Path) -> int:
    """Execute one notebook and write the executed copy, as far as it came.

    Args:
        source: a script in the percent format.
        target: the `.ipynb` to write.

    Returns:
        How many cells were executed: at least one, and all that hold code.

    Raises:
        NotebookError: `source` cannot be read, a cell failed or took too long, the kernel died, a
            cell was passed over, or nothing was executed.
    """
    import jupytext

    try:
        notebook = jupytext.read(source, fmt="py:percent")
    except (OSError, ValueError) as error:
        raise NotebookError(f"cannot be read: {error}") from error
    target.unlink(missing_ok=True)
    try:
        _execute(notebook)
    finally:
        jupytext.write(notebook, target, fmt="ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if not code:
        raise NotebookError("no cell was executed")
    # A tag such as skip-execution makes nbclient pass over a cell and say nothing.
    for cell in code:
        if not cell.get("execution_count"):
            line = cell.source.strip().partition("\n")[0]
            raise NotebookError(f"a cell was not executed: {line[:60]}")
    return len(code)


def _execute(notebook: NotebookNode) -> None:
    """Run the cells in this environment, without what a person keeps in an IPython profile."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellTimeoutError

    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        startup_timeout=SECONDS,  # a busy machine takes its time
        kernel_name="python3",
        resources={"metadata": {"path": str(REPOSITORY)}},
        # No tag or metadata lets a cell fail.
        force_raise_errors=True,
    )
    with tempfile.TemporaryDirectory() as profile:
        surroundings = {
            "IPYTHONDIR": profile,
            "MPLCONFIGDIR": profile,
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }
        try:
            client.execute(env={**os.environ, **surroundings})
        # CellControlSignal is above CellExecutionError, which holds the traceback of the cell; a
        # kernel that died or never answered is a RuntimeError.
        except (CellControlSignal, CellTimeoutError, RuntimeError) as error:
            raise NotebookError(_COLOURS.sub("", str(error))) from error


if __name__ == "__main__":
    sys.exit(main())

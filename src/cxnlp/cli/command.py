"""From words on the command line to an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cxnlp.cli.parser import build_parser
from cxnlp.errors import CxnlpError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb.

    Args:
        arguments: words after `cxnlp`; those of this process if not given.

    Returns:
        The exit code.

    Exit codes: 0 done, 1 a bug, 2 usage, 3 configuration, 4 input data, 5 model or artefact,
    6 run folder, 7 a missing optional dependency, 8 a gate not met.

    >>> main(["export", "no-such-run", "--to", "run.csv"])
    6
    """
    options = build_parser().parse_args(arguments)
    try:
        options.call(options)
        sys.stdout.flush()
    except CxnlpError as error:
        print(f"cxnlp {options.verb}: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has gone (`cxnlp … | head`): not our error, and nothing to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"cxnlp {options.verb}: stopped; start it again to go on", file=sys.stderr)
        return 130
    return 0

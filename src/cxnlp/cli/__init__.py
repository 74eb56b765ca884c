"""The command line: verbs that parse, call one flow, and print.

Nothing heavy is imported here: `cxnlp --help` answers at once.
"""

from __future__ import annotations

from cxnlp.cli.command import main
from cxnlp.cli.parser import build_parser

__all__ = ["build_parser", "main"]

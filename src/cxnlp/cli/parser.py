"""The parser of the command line, put together from the verbs."""

from __future__ import annotations

import argparse
from importlib import metadata

from cxnlp.cli import verbs

__all__ = ["build_parser"]

_EPILOGUE = """\
exit codes: 0 done · 1 a bug · 2 usage · 3 configuration · 4 input data · 5 model or artefact ·
6 run folder · 7 a missing optional dependency · 8 a gate not met ·
130, 143 stopped by Ctrl-C or SIGTERM: start the same command again, it goes on
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser of `cxnlp` with all its verbs.

    >>> build_parser().parse_args(["label", "feedback.csv", "--out", "run"]).verb
    'label'
    """
    parser = argparse.ArgumentParser(
        prog="cxnlp",
        description="Places customer comments on six levels of service and finds their pain "
        "points.",
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cxnlp {metadata.version('cxnlp')}")
    groups = parser.add_subparsers(
        title="verbs", dest="verb", metavar="VERB", required=True, parser_class=_Parser
    )
    for verb in verbs.ALL:
        verb.add(groups)
    for child in groups.choices.values():
        child.add_argument("--quiet", action="store_true", help="no words on stderr but errors")
        child.add_argument("--json", action="store_true", help="the result on stdout as JSON")
    return parser


class _Parser(argparse.ArgumentParser):
    """A verb's parser: no abbreviated options, so that scripts do not break when one is added."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**{**settings, "allow_abbrev": False})  # type: ignore[arg-type]

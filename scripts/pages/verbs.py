"""The reference of the command line, made from the parser itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from cxnlp.cli import build_parser
from pages.blocks import fill, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["pages"]

_HEAD: Final = """\
# Command line

Made from the parser by `make docs`; a test fails when the two differ.

Data go to stdout, words and progress to stderr: a bar on a terminal, one JSON object a line
elsewhere. Every verb takes `--json` (the result for a machine) and `--quiet` (no words but errors).
Options cannot be abbreviated. What the folders hold and what the exit codes mean stands in
[contracts](../contracts.md).
"""


def pages(repository: Path) -> dict[str, str]:
    """The reference, and the overview in the README."""
    parser = build_parser()
    (groups,) = (
        action
        for action in parser._actions  # noqa: SLF001 - argparse has no other way
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - argparse has no other way
    )
    verbs: dict[str, argparse.ArgumentParser] = dict(groups.choices)
    helps = {choice.dest: choice.help or "" for choice in groups._get_subactions()}  # noqa: SLF001 - the same
    overview = table(
        ["Verb", "What it does"], [[f"[`{name}`](#{name})", helps[name]] for name in verbs]
    )
    short = table(
        ["Command", "What it does"], [[f"`{_usage(n, v)}`", helps[n]] for n, v in verbs.items()]
    )
    readme = (repository / "README.md").read_text(encoding="utf-8")
    sections = [_section(name, verb) for name, verb in verbs.items()]
    return {
        "docs/reference/cli.md": "\n".join([_HEAD, overview, "", *sections]),
        "README.md": fill(readme, "verbs", short),
    }


def _section(name: str, verb: argparse.ArgumentParser) -> str:
    lines = [
        f"## {name}",
        "",
        f"    {_usage(name, verb)} [options]",
        "",
        verb.description or "",
        "",
    ]
    for group in verb._action_groups:  # noqa: SLF001 - argparse has no other way
        rows = [
            [_spelling(action), _meaning(action)]
            for action in group._group_actions  # noqa: SLF001 - the same
            if not isinstance(action, argparse._HelpAction)  # noqa: SLF001 - the same
        ]
        if rows:
            title = (group.title or "").capitalize()
            lines += [table([title, "Meaning"], rows), ""]
    return "\n".join(lines)


def _usage(name: str, verb: argparse.ArgumentParser) -> str:
    return " ".join(["cxnlp", name, *_needed(verb)])


def _needed(verb: argparse.ArgumentParser) -> Iterator[str]:
    for action in verb._actions:  # noqa: SLF001 - argparse has no other way
        if not action.option_strings:
            yield str(action.metavar)
        elif action.required:
            yield f"{action.option_strings[0]} {action.metavar}"


def _spelling(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{action.metavar}`"
    value = ""
    if action.nargs != 0:
        choices = "|".join(map(str, action.choices)) if action.choices else ""
        value = " " + str(action.metavar or choices or action.dest.upper())
    return f"`{action.option_strings[0]}{value}`"


def _meaning(action: argparse.Action) -> str:
    words = (action.help or "").replace("%%", "%")
    shown = action.default not in (None, False, True, argparse.SUPPRESS, [], {})
    return words + (f" (default: `{action.default}`)" if shown else "")

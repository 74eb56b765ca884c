"""The parser: every verb in its order, with what all verbs share, and nothing abbreviated."""

from __future__ import annotations

import argparse
import re
from importlib import metadata

import pytest

from cxnlp import errors
from cxnlp.cli.parser import build_parser
from cxnlp.cli.verbs import ALL
from cxnlp.errors import CxnlpError


def verbs() -> dict[str, argparse.ArgumentParser]:
    (groups,) = (
        action
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(groups.choices)


def test_the_help_lists_the_verbs_from_the_main_job_to_the_looking_glass() -> None:
    assert list(verbs()) == [
        "run",
        "check",
        "label",
        "topics",
        "report",
        "export",
        "train",
        "evaluate",
        "compare",
        "audit",
        "sample",
        "prevalence",
        "drift",
        "models",
        "show",
    ]


def test_each_verb_is_a_module_of_its_name_whose_call_it_calls() -> None:
    for module, (name, parser) in zip(ALL, verbs().items(), strict=True):
        assert module.__name__ == f"cxnlp.cli.verbs.{name}"
        assert parser.get_default("call") is module.call
        assert parser.description is not None
        assert parser.description.endswith(".")


def test_every_verb_can_be_quiet_and_can_speak_json() -> None:
    for name, parser in verbs().items():
        found = {word for action in parser._actions for word in action.option_strings}
        assert {"--quiet", "--json"} <= found, name


@pytest.mark.parametrize("words", [["models", "--js"], ["models", "--qui"], ["--vers"]])
def test_abbreviated_options_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(words)
    assert caught.value.code == 2


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"cxnlp {metadata.version('cxnlp')}\n"


def test_the_help_names_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"\b\d+\b", str(build_parser().epilog))}
    kinds = [getattr(errors, name) for name in errors.__all__]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, CxnlpError)}
    assert told == {0, 130, *codes}

"""Errors: each kind has its exit code, and survives the way between processes."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

from cxnlp import errors


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CxnlpError", 1),
        ("UsageError", 2),
        ("ConfigurationError", 3),
        ("InputDataError", 4),
        ("ModelError", 5),
        ("RunFolderError", 6),
        ("MissingDependencyError", 7),
        ("GateError", 8),
        ("StoppedError", 143),
    ],
)
def test_each_kind_has_the_exit_code_of_the_contract(name: str, code: int) -> None:
    assert getattr(errors, name).exit_code == code


def test_the_tree_that_is_drawn_is_the_tree_that_stands() -> None:
    drawn = re.findall(r"^\W*(\w+Error) +(?:exit code )?(\d+)", errors.__doc__ or "", re.MULTILINE)
    kinds = (getattr(errors, name) for name in errors.__all__)
    assert sorted(drawn) == sorted((kind.__name__, str(kind.exit_code)) for kind in kinds)


def test_every_error_is_public_and_stands_under_the_one_root() -> None:
    found = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and name[0] != "_"
    }
    assert found == set(errors.__all__)
    assert all(issubclass(getattr(errors, name), errors.CxnlpError) for name in found)


def test_an_error_says_where_what_was_found_what_was_expected_and_what_to_do() -> None:
    error = errors.ModelError("models/x", found="no file", expected="a model", hint="Train one.")
    assert str(error) == "models/x: found no file; expected a model. Train one."


def test_an_error_comes_whole_out_of_another_process() -> None:
    error = errors.MissingDependencyError.of("ray", "ray")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is errors.MissingDependencyError
    assert str(again) == str(error)
    assert "cxnlp[ray]" in again.hint

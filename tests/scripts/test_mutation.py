"""The small errors that are put into our code, and whom they meet."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mutation.operators import mutant_at, mutants_of, places_of
from mutation.reaching import Reach

SOURCE = '''"""Words."""
from __future__ import annotations

LEAST: int = 3


def kept(values: list[int], *, strict: bool = True) -> list[int]:
    """No mutant of `1 < 2`."""
    if not values or (strict and len(values) < LEAST):
        return []
    return [value + 1 for value in values]
'''


def test_every_operator_number_condition_and_return_is_changed_once() -> None:
    changed = [(one.line, one.before, one.after) for one in mutants_of(SOURCE)]
    assert changed == [
        (4, "3", "4"),
        (7, "True", "False"),
        (9, "not values or (strict and len(values) < LEAST)", _or("and", "and")),
        (9, "not values", "not not values"),
        (9, "strict and len(values) < LEAST", "strict or len(values) < LEAST"),
        (9, "len(values) < LEAST", "len(values) <= LEAST"),
        (10, "return []", "return None"),
        (11, "return [value + 1 for value in values]", "return None"),
        (11, "value + 1", "value - 1"),
        (11, "1", "2"),
    ]


def _or(first: str, second: str) -> str:
    return f"not values {first} (strict {second} len(values) < LEAST)"


def test_a_mutant_differs_from_the_module_in_one_place_only() -> None:
    lines = ast.unparse(ast.parse(SOURCE)).splitlines()
    for place in places_of(SOURCE):
        mutant = ast.unparse(mutant_at(SOURCE, place).tree).splitlines()
        assert len(mutant) == len(lines)
        assert sum(one != other for one, other in zip(lines, mutant, strict=True)) == 1


def test_a_mutant_meets_the_tests_that_reach_its_statement() -> None:
    source = "def f(x):\n    if (\n        x > 1\n    ):\n        return 2\n"
    source += "    return (\n        3\n    )"
    lines = {one.before: one.lines for one in mutants_of(source)}
    assert lines["x > 1"] == range(2, 5), "the head of the block and not the block"
    assert lines["2"] == range(5, 6)
    assert lines["3"] == range(6, 9)
    path = Path("a.py").resolve()
    reach = Reach({path: {1: frozenset({""}), 2: frozenset({"one"}), 5: frozenset({"two"})}})
    assert reach.of_lines(path, range(2, 5)) == {"one"}
    assert reach.of_lines(path, range(6, 9)) == frozenset()
    assert reach.of_lines(path, range(1, 2)) == {""}, "what an import reaches"
    assert reach.of_module(path) == {"one", "two"}


def test_there_is_no_mutant_of_words_annotations_and_public_names() -> None:
    assert mutants_of('"""One."""\n__all__ = ["a"]\nx: "int" = "two"\n') == []
    with pytest.raises(IndexError):
        mutant_at("x = 'a'", 0)

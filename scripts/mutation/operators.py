"""Small errors that a person could make, as changes of the syntax tree."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Mutant", "mutant_at", "mutants_of", "places_of"]

_OTHER: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
"""What each operator is taken for by mistake."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        line: where it is.
        lines: those of its statement; of a block's statement, those of its head.
        before: the code there.
        after: the code that stands there instead.
        tree: the whole module, changed.
    """

    line: int
    lines: range
    before: str
    after: str
    tree: ast.Module


def mutants_of(source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines.

    Left alone: docstrings, annotations, `__all__`, what only type checkers read, and words.

    >>> [(one.before, one.after) for one in mutants_of("x = a < 2")]
    [('a < 2', 'a <= 2'), ('2', '3')]
    """
    return [mutant_at(source, place) for place in places_of(source)]


def places_of(source: str) -> list[int]:
    """Where a module can be changed, in the order of its lines: numbers for `mutant_at`."""
    lines = [getattr(node, "lineno", 0) for node, _ in _sites(ast.parse(source))]
    return sorted(range(len(lines)), key=lines.__getitem__)


def mutant_at(source: str, place: int) -> Mutant:
    """The mutant at one of `places_of` a module."""
    tree = ast.parse(source)
    node, change = list(_sites(tree))[place]
    line, before = getattr(node, "lineno", 0), ast.unparse(node)
    lines = _statement_at(tree, line)
    after = change.apply(node)
    return Mutant(line, lines, before, after, ast.fix_missing_locations(tree))


def _statement_at(tree: ast.Module, line: int) -> range:
    """The lines of the innermost statement there, without the block that it may hold."""
    found = range(line, line + 1)
    for node in ast.walk(tree):  # parents come first
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno):
            block = getattr(node, "body", None)
            last = block[0].lineno - 1 if block else node.end_lineno or node.lineno
            found = range(node.lineno, max(last, node.lineno) + 1)
    return found


@dataclass(frozen=True)
class _Change:
    """What to do with a node: put `value` at `field` (at `index`, where that is a list)."""

    field: str
    value: object
    index: int | None = None

    def apply(self, node: ast.AST) -> str:
        """Change the node in place and give its new code."""
        if self.index is None:
            setattr(node, self.field, self.value)
        else:
            getattr(node, self.field)[self.index] = self.value
        return ast.unparse(node)


def _sites(tree: ast.Module) -> Iterator[tuple[ast.AST, _Change]]:
    for node in _live(tree):
        if isinstance(node, ast.Compare):
            for index, operator in enumerate(node.ops):
                yield node, _Change("ops", _OTHER[type(operator)](), index)
        elif isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)) and type(node.op) in _OTHER:
            yield node, _Change("op", _OTHER[type(node.op)]())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield node, _Change("op", ast.UAdd())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, _Change("operand", ast.UnaryOp(ast.Not(), node.operand))
        elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
            number = not node.value if isinstance(node.value, bool) else node.value + 1
            yield node, _Change("value", number)
        elif isinstance(node, (ast.If, ast.IfExp, ast.While)) and not isinstance(
            node.test, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)
        ):
            yield node, _Change("test", ast.UnaryOp(ast.Not(), node.test))
        elif isinstance(node, ast.Return) and node.value is not None and not _nothing(node.value):
            yield node, _Change("value", ast.Constant(None))


def _nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _live(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run, parents first."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _passed_over(child):
                yield child
                yield from _live(child)


def _passed_over(node: ast.AST) -> bool:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

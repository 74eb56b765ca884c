"""Options of the verbs that read texts with gold levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxnlp.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from cxnlp.training.config import DataSettings

__all__ = ["add_gold_options", "add_slices", "gold_columns"]

_EXAMPLE: Final = "For example --level-map '5 stars=surprising'."


def add_gold_options(parser: argparse.ArgumentParser, *, cluster: bool = True) -> None:
    """The options that say which columns hold texts, levels and clusters, and what levels mean.

    >>> import argparse
    >>> parser = argparse.ArgumentParser()
    >>> add_gold_options(parser)
    >>> parser.parse_args(["--level-column", "mark"]).level_column
    'mark'
    """
    group = parser.add_argument_group("columns and levels")
    group.add_argument("--text-column", metavar="C", default="text", help="the column of texts")
    group.add_argument("--level-column", metavar="C", default="level", help="the column of levels")
    if cluster:
        group.add_argument(
            "--cluster", metavar="C", help="rows equal here belong together (a customer, a source)"
        )
    group.add_argument(
        "--stars",
        action="store_true",
        help="the levels are one to five stars: 1 criminal, 2 basic, 3 expected, 4 desired, "
        "5 surprising; any other number is refused",
    )
    group.add_argument(
        "--level-map",
        metavar="VALUE=LEVEL",
        action="append",
        default=[],
        help="what a value of the level column means, as a level's name or number, or 0 for no "
        "evidence; may be given more than once",
    )


def add_slices(parser: argparse.ArgumentParser, purpose: str) -> None:
    """The option that names columns to slice by; its help says what for.

    >>> import argparse
    >>> parser = argparse.ArgumentParser()
    >>> add_slices(parser, "measure by this column too")
    >>> parser.parse_args(["--slice", "shop", "--slice", "team"]).slices
    ['shop', 'team']
    """
    parser.add_argument(
        "--slice",
        metavar="C",
        action="append",
        default=[],
        dest="slices",
        help=f"{purpose}; may be given more than once",
    )


def gold_columns(options: argparse.Namespace) -> DataSettings:
    """The settings that the options stand for.

    Raises:
        UsageError: a pair of --level-map has no `=`.
        ConfigurationError: it names no level.

    >>> import argparse
    >>> parser = argparse.ArgumentParser()
    >>> add_gold_options(parser)
    >>> gold_columns(parser.parse_args(["--level-map", "awful=basic"])).levels
    {'awful': 2}
    """
    from cxnlp.training.config import DataSettings

    meaning: dict[str, int] = {}
    for pair in options.level_map:
        value, sign, level = pair.rpartition("=")
        if not sign:
            raise UsageError(
                "--level-map",
                found=repr(pair),
                expected="VALUE=LEVEL",
                hint=_EXAMPLE,
            )
        meaning[value.strip()] = _level(level)
    if options.stars:
        from cxnlp.flows.judging.gold import stars

        meaning = {**stars(meaning), **meaning}
    return DataSettings(
        text=options.text_column,
        level=options.level_column,
        levels=meaning,
        levels_by_number=not options.stars,
    )


def _level(word: str) -> int:
    from cxnlp.errors import ConfigurationError
    from cxnlp.levels import NO_EVIDENCE, ServiceLevel

    if word.strip() in {"0", "none"}:
        return NO_EVIDENCE
    try:
        return int(ServiceLevel.parse(word))
    except ConfigurationError as error:
        raise ConfigurationError(
            "--level-map",
            found=repr(word[:40]),
            expected=f"{error.expected}, or 0 for no evidence",
            hint=_EXAMPLE,
        ) from None

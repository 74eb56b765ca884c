"""Options that several verbs share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cxnlp.cli.stopping import hear_sigterm
from cxnlp.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["add_label_job", "add_out", "add_source_options", "label_arguments", "source_of"]


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """SOURCE and the options that say which column is what.

    >>> parser = argparse.ArgumentParser()
    >>> add_source_options(parser)
    >>> parser.parse_args(["feedback.csv", "--map", "customer=Who"]).mapping
    {'customer': 'Who'}
    """
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a file (CSV, TSV, JSONL, Parquet, Excel, compressed or not), a glob pattern, "
        "a directory, or - for standard input; s3://…, or with --query and --key a database: "
        "postgresql://…, an SQLite or DuckDB file",
    )
    rows = parser.add_argument_group("rows of a database")
    rows.add_argument("--query", metavar="SQL", help="a SELECT, or the name of a table")
    rows.add_argument(
        "--key", metavar="C", help="a column of it that is unique and never null: the rows' order"
    )
    group = parser.add_argument_group("columns (guessed by name where not given)")
    group.add_argument("--text-column", metavar="C", help="the column with the comments")
    group.add_argument("--id-column", metavar="C", help="the column with the ids")
    group.add_argument(
        "--map",
        metavar="NAME=COLUMN",
        action=_Mapping,
        default={},
        dest="mapping",
        help="take COLUMN as the standard column NAME (created_at, customer, channel, …)",
    )
    group.add_argument(
        "--date-format", metavar="F", help="how dates are written, as for strptime: %%d/%%m/%%Y"
    )


def source_of(options: argparse.Namespace) -> object:
    """What the flows take for SOURCE: the word itself, or rows of a database.

    Raises:
        UsageError: of --query and --key one is missing, or both are and SOURCE is a database.

    >>> parser = argparse.ArgumentParser()
    >>> add_source_options(parser)
    >>> source_of(parser.parse_args(["feedback.csv"]))
    'feedback.csv'
    >>> source_of(parser.parse_args(["shop.db", "--query", "letters", "--key", "id"])).key
    'id'
    """
    from cxnlp.sources.addresses import is_address, without_credentials
    from cxnlp.sources.database import DatabaseQuery, database_kind

    if options.query is None and options.key is None:
        if database_kind(options.source) is None:
            return options.source
        found = "a database without --query and --key"
    else:
        found = "a key without --query" if options.query is None else "a query without --key"
    if options.query is None or options.key is None:
        raise UsageError(
            without_credentials(options.source) if is_address(options.source) else options.source,
            found=found,
            expected="both",
            hint="--query names a table or holds a SELECT; --key is a unique column that gives "
            "the rows their order.",
        )
    return DatabaseQuery(options.source, options.query, options.key)


def add_label_job(parser: argparse.ArgumentParser, metavar: str, what: str) -> None:
    """SOURCE, --out and the options of a labelling job.

    Args:
        parser: of the verb.
        metavar: word for the folder that --out names.
        what: what that folder is.

    >>> parser = argparse.ArgumentParser()
    >>> add_label_job(parser, "RUN", "the run folder")
    >>> parser.parse_args(["feedback.csv", "--out", "run", "--max-rejected", "5%"]).max_rejected
    0.05
    """
    add_source_options(parser)
    add_out(parser, metavar, what)
    parser.add_argument(
        "--model", metavar="M", help="a model folder or a shipped model's name (see cxnlp models)"
    )
    parser.add_argument(
        "--keep",
        metavar="COLUMN",
        action="append",
        default=[],
        help="pass this source column through; may be given more than once",
    )
    parser.add_argument(
        "--engine", choices=["local", "ray"], default="local", help="where the work is done"
    )
    parser.add_argument(
        "--workers", metavar="N", type=_positive, default=1, help="processes that label"
    )
    parser.add_argument(
        "--since",
        metavar="RUN",
        help="leave out comments that RUN, or a run that it builds on, has labelled by this model",
    )
    parser.add_argument(
        "--redact",
        action="store_true",
        help="mask e-mail addresses, phone, card, account and order numbers in all words",
    )
    parser.add_argument(
        "--redact-names",
        action="store_true",
        help="mask names of people, too (extra names; slow: some hundred comments a second)",
    )
    parser.add_argument(
        "--no-text", dest="text", action="store_false", help="leave the text out of the run"
    )
    parser.add_argument(
        "--max-rejected",
        metavar="5%",
        type=_share,
        help="end with exit code 8 if a larger share of the rows is rejected",
    )
    parser.add_argument(
        "--allow-empty",
        action="store_true",
        help="a source without rows is a finished run without rows, not exit code 4",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="begin anew; a run that stands there is put aside"
    )
    parser.add_argument(
        "--part-size", metavar="N", type=_positive, help="source rows in a part (10,000)"
    )
    parser.add_argument(
        "--metrics", metavar="FILE", help="keep the job's figures in FILE for Prometheus"
    )


def label_arguments(options: argparse.Namespace) -> dict[str, object]:
    """The keyword arguments of `cxnlp.label` that the options stand for.

    Raises:
        MissingDependencyError: names of people shall be masked, and spaCy is not installed.

    >>> parser = argparse.ArgumentParser()
    >>> add_label_job(parser, "RUN", "the run folder")
    >>> found = label_arguments(parser.parse_args(["x.csv", "--out", "run", "--part-size", "9"]))
    >>> found["part_size"], found["workers"], "model" in found
    (9, 1, False)
    """
    names = (
        "text_column", "id_column", "mapping", "date_format", "keep", "workers", "redact",
        "text", "max_rejected", "allow_empty", "fresh", "since", "engine", "metrics",
    )  # fmt: skip
    chosen = {name: getattr(options, name) for name in names}
    if options.redact_names:
        from cxnlp.text import NameRedactor

        chosen["redact"] = NameRedactor()
    for name in ("model", "part_size"):
        if getattr(options, name) is not None:
            chosen[name] = getattr(options, name)
    return {**chosen, "stop": hear_sigterm()}


def add_out(parser: argparse.ArgumentParser, metavar: str, what: str) -> None:
    """--out, where the verb needs one.

    >>> parser = argparse.ArgumentParser()
    >>> add_out(parser, "RUN", "the run folder")
    >>> parser.parse_args(["--out", "run"]).out
    'run'
    """
    parser.add_argument("--out", metavar=metavar, required=True, help=what)


class _Mapping(argparse.Action):
    """Gather NAME=COLUMN pairs."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[str] | None,
        option_string: str | None = None,
    ) -> None:
        """Take one pair."""
        name, sign, column = str(values).partition("=")
        if not (name and sign and column):
            parser.error(f"{option_string}: found {values!r}; expected NAME=COLUMN")
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), name: column})


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {word}; expected a whole number from 1 on")
    return number


def _share(word: str) -> float:
    try:
        number = float(word.removesuffix("%")) / (100 if word.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"found {word!r}; expected a share such as 5% or 0.05")
    return number

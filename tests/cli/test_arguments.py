"""Options that verbs share: what the words stand for, and which words stand for nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli.arguments import (
    add_label_job,
    add_out,
    add_source_options,
    label_arguments,
    source_of,
)
from cxnlp.errors import UsageError
from cxnlp.sources.database import DatabaseQuery

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_label_job(parser, "RUN", "the run folder")
    return parser.parse_args(["feedback.csv", "--out", "run", *words])


def source(*words: str) -> object:
    parser = argparse.ArgumentParser()
    add_source_options(parser)
    return source_of(parser.parse_args(words))


def test_a_source_is_the_word_itself() -> None:
    for word in ("feedback.csv", "-", "s3://bucket/months/*.parquet"):
        assert source(word) == word


def test_rows_of_a_database_are_asked_for_by_a_query_and_a_key() -> None:
    found = source("shop.sqlite", "--query", "select * from letters", "--key", "id")
    assert found == DatabaseQuery("shop.sqlite", "select * from letters", "id")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["postgresql://shop/db"], "a database without --query and --key; expected both."),
        (["shop.sqlite", "--query", "letters"], "a query without --key; expected both."),
        (["shop.sqlite", "--key", "id"], "a key without --query; expected both."),
        (["feedback.csv", "--key", "id"], "a key without --query; expected both."),
    ],
)
def test_a_database_without_both_is_refused(words: list[str], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        source(*words)
    assert str(caught.value).startswith(f"{words[0]}: found {told}")


def test_no_error_tells_the_credentials_of_an_address() -> None:
    with pytest.raises(UsageError) as caught:
        source("postgresql://jo:secret@shop/db")
    assert "secret" not in str(caught.value)
    assert "shop/db" in caught.value.where


def test_columns_are_mapped_pair_by_pair_and_a_column_may_hold_an_equals_sign() -> None:
    found = parsed("--map", "customer=Who", "--map", "channel=a=b").mapping
    assert found == {"customer": "Who", "channel": "a=b"}
    assert parsed().mapping == {}, "one job's pairs are not kept for the next"


@pytest.mark.parametrize("pair", ["channel", "channel=", "=Who", "="])
def test_half_a_pair_is_refused(pair: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--map", pair)
    assert f"--map: found {pair!r}; expected NAME=COLUMN" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "share"),
    [("5%", 0.05), ("0.05", 0.05), ("0", 0), ("0%", 0), ("1", 1), ("100%", 1), ("12.5%", 0.125)],
)
def test_a_share_is_a_percentage_or_a_part_of_one(word: str, share: float) -> None:
    assert parsed("--max-rejected", word).max_rejected == pytest.approx(share)


@pytest.mark.parametrize("word", ["many", "-1%", "101%", "1.01", "5", "%", "nan"])
def test_a_share_beyond_all_rows_is_none(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(f"--max-rejected={word}")
    told = f"found {word!r}; expected a share such as 5% or 0.05"
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--workers", "--part-size"])
def test_processes_and_rows_are_counted_from_one_on(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vars(parsed(option, "1"))[option.strip("-").replace("-", "_")] == 1
    for word in ("0", "-2"):
        with pytest.raises(SystemExit):
            parsed(f"{option}={word}")
        assert f"found {word}; expected a whole number from 1 on" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parsed(option, "two")


def test_what_is_not_given_is_left_to_the_flow() -> None:
    found = label_arguments(parsed())
    stop = found.pop("stop")
    assert hasattr(stop, "__enter__")
    assert found == {
        "text_column": None,
        "id_column": None,
        "mapping": {},
        "date_format": None,
        "keep": [],
        "workers": 1,
        "redact": False,
        "text": True,
        "max_rejected": None,
        "allow_empty": False,
        "fresh": False,
        "since": None,
        "engine": "local",
        "metrics": None,
    }, "model and part size have their defaults there"


def test_what_is_given_goes_to_the_flow_by_the_names_of_its_arguments() -> None:
    words = "--text-column c --id-column i --keep a --keep b --model m --part-size 7 --workers 2"
    flags = "--redact --no-text --allow-empty --fresh --since old --engine ray --metrics f.prom"
    found = label_arguments(parsed(*words.split(), *flags.split(), "--date-format", "%d/%m/%Y"))
    assert {name: found[name] for name in ("text_column", "id_column", "keep")} == {
        "text_column": "c",
        "id_column": "i",
        "keep": ["a", "b"],
    }
    assert (found["model"], found["part_size"], found["workers"]) == ("m", 7, 2)
    assert (found["redact"], found["text"], found["allow_empty"]) == (True, False, True)
    assert (found["fresh"], found["since"], found["engine"]) == (True, "old", "ray")
    assert (found["metrics"], found["date_format"]) == ("f.prom", "%d/%m/%Y")


def test_a_job_can_be_asked_to_stop() -> None:
    heard: AbstractContextManager[object] = label_arguments(parsed())["stop"]  # type: ignore[assignment] # told above
    with heard as asked:
        assert callable(asked)
        assert asked() is False


def test_out_is_wanted_where_a_verb_writes(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_out(parser, "RUN", "the run folder")
    assert parser.parse_args(["--out", "r"]).out == "r"
    with pytest.raises(SystemExit):
        parser.parse_args([])
    assert "--out" in capsys.readouterr().err
    assert "--out RUN" in parser.format_help()

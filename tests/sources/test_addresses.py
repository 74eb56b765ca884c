"""An address is told without whatever would let somebody in."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxnlp.sources.addresses import is_address, scheme_of, without_credentials


@pytest.mark.parametrize(
    ("source", "scheme"),
    [
        ("s3://bucket/a.csv", "s3"),
        ("PostgreSQL://db/cx", "postgresql"),
        ("git+ssh://host/a", "git+ssh"),
        ("a.csv", None),
        ("s3:/bucket", None),
        ("C://feedback.csv", None),
        ("://a.csv", None),
        ("my notes://a.csv", None),
        (Path("s3://bucket"), None),
        (17, None),
    ],
)
def test_a_scheme_is_a_word_of_two_letters_or_more_before_the_slashes(
    source: object, scheme: str | None
) -> None:
    assert scheme_of(source) == scheme
    assert is_address(source) == (scheme is not None)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://db.example:5432/cx", "postgresql://db.example:5432/cx"),
        ("POSTGRESQL://jo@DB/cx", "postgresql://DB/cx"),
        ("postgresql://jo:sesame@db/cx?table=t", "postgresql://db/cx?table=t"),
        ("postgresql://db/cx?TABLE=t&password=sesame", "postgresql://db/cx?TABLE=t"),
        ("postgresql://db/cx?password=sesame", "postgresql://db/cx"),
        ("postgresql://jo:sesame@[::1]:5432/cx", "postgresql://[::1]:5432/cx"),
        ("s3://bucket/in/a@b#1.csv?region=x", "s3://bucket/in/a@b#1.csv"),
        ("http://store:9000/in/a@b.csv", "http://store:9000/in/a@b.csv"),
        ("http://[::1]:9000/in/a@b.csv", "http://[::1]:9000/in/a@b.csv"),
        ("sqlite:////data/a.db", "sqlite:////data/a.db"),
        ("memory://", "memory://"),
    ],
)
def test_user_password_and_parameters_are_left_out_and_all_else_stays(
    address: str, told: str
) -> None:
    assert without_credentials(address) == told
    assert without_credentials(told) == told


@pytest.mark.parametrize("sign", [*"@#?/:&=[]%", "##", "?a=b&c/"])
def test_a_password_is_left_out_whatever_sign_it_holds(sign: str) -> None:
    """PostgreSQL's own library takes ? and # in a password as they are."""
    told = without_credentials(f"postgresql://jo:open{sign}sesame@db/cx?table=t")
    assert told == "postgresql://db/cx?table=t"


def test_a_password_among_the_parameters_may_hold_the_sign_that_ends_one() -> None:
    assert without_credentials("postgresql://db?password=open@sesame") == "postgresql://db"
    told = without_credentials("postgresql://db:5432?password=open@sesame&table=t")
    assert told == "postgresql://db:5432?table=t"

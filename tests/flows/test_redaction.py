"""With `redact`, planted personal data is nowhere: not in the run, the topics, the report, the log.

The data are made up: telephone numbers of ranges kept for drama, cards of test ranges.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from cxnlp.cli import main
from cxnlp.flows.label import label

if TYPE_CHECKING:
    from pathlib import Path

LEAST: dict[str, float] = {"email": 1.0, "card": 1.0, "phone": 0.95, "account": 0.95, "order": 0.95}
"""Least share of planted data that must be gone, by kind; measured at 1.0 on 2026-11-21."""

SAYINGS = {
    "email": (
        "Write to {} if you dare to answer.",
        "I gave you my address {}, nobody wrote.",
        "My mail ({}) was typed wrong at the desk.",
    ),
    "phone": (
        "Call me on {} before noon, please.",
        "I rang from {} and waited an hour.",
        "My number is {}. Nobody ever called.",
        "Complaint. Tel:{}",
        "Nobody rang me (mobile:{}) at all.",
        "Use {}/{} then.",
        "See tel/{}, please.",
        "I left my Number:{}x22 twice.",
    ),
    "card": (
        "You charged card {} twice!",
        "The card number {} was refused at the till.",
        "Refund to {} never came.",
        "You have Cardx{} on file, valid to 12/27.",
    ),
    "account": (
        "Account number {} was closed without a word.",
        "My membership number {} does not work in the app.",
        "The letter about account {} was rude.",
        "Acc {} was closed, acc no. {} too.",
        "As I said, {} is my account number.",
    ),
    "order": (
        "Order {} never came.",
        "Booking reference {} was lost by your staff.",
        "Ticket {} is still open after nine days.",
        "My order (no. {}) never came.",
    ),
}


def plant(draw: random.Random, kind: str) -> str:
    """A made-up datum, in one of the ways in which people write it."""
    figures = "".join(str(draw.randrange(10)) for _ in range(16))
    if kind == "email":
        name = draw.choice(["jo.bloggs", "ann_lee", "m.oneil", "Sam+shop", "k-w"])
        return (
            f"{name}{draw.randrange(999)}@{draw.choice(['mail.example', 'example.co.uk'])}".replace(
                "@", draw.choice("@@@\uff20")
            )
        )
    if kind == "phone":
        end = figures[:3]
        return draw.choice(
            [
                f"020 7946 0{end}",
                f"+44 20 7946 0{end}",
                f"07700 900{end}",
                f"07700900{end}",
                f"(0114) 496 0{end}",
                f"(212) 555-01{end[:2]}",
                f"+1 212-555-01{end[:2]}",
                f"0161-496-0{end}",
                f"07700\u2013900\u2013{end}",
                f"07700/900{end}",
                f"1-800-555-0{end}",
                f"555-0{end}",
            ]
        )
    if kind == "card":
        whole = with_check_digit("4" + figures[:14])
        return draw.choice(
            [whole, *(sign.join(re.findall("....", whole)) for sign in (" ", "-", ".", "_", "|"))]
        )
    if kind == "account":
        halves = f"{figures[:4]} {figures[4:8]}"
        return draw.choice([figures[:8], f"AC-{figures[:7]}", figures[:10], halves])
    return draw.choice([f"AB-{figures[:6]}", f"#{figures[:7]}", f"{figures[:4]}-{figures[4:8]}"])


def with_check_digit(figures: str) -> str:
    """Figures with the last one that makes them a card's (Luhn's formula, ISO/IEC 7812-1)."""
    total = 0
    for place, sign in enumerate(reversed(figures)):
        value = int(sign) * (2 - place % 2)
        total += value - 9 * (value > 9)
    return figures + str(-total % 10)


def planted_rows(count: int) -> list[tuple[str, str, str]]:
    """Rows of kind, datum and comment."""
    draw = random.Random(11)
    rows = []
    for number in range(count):
        kind = list(SAYINGS)[number % len(SAYINGS)]
        datum = plant(draw, kind)
        rows.append((kind, datum, draw.choice(SAYINGS[kind]).replace("{}", datum)))
    return rows


def write(path: Path, rows: list[tuple[str, str, str]]) -> None:
    """A source with the data in the text, in metadata and in a kept column."""
    lines = ["id,comment,customer,note"]
    for number, (kind, datum, text) in enumerate(rows):
        who = datum if kind in {"email", "phone"} else f"C{number}"
        lines.append(f'{number},"{text}",{who},"see {text}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def leaked(rows: list[tuple[str, str, str]], written: str) -> dict[str, float]:
    """The share of the planted data of each kind that still stands somewhere."""
    plain = re.sub(r"[\s\u2013-]", "", written)
    missed: Counter[str] = Counter()
    kinds = Counter(kind for kind, _, _ in rows)
    for kind, datum, _ in rows:
        missed[kind] += datum in written or re.sub(r"[\s\u2013-]", "", datum) in plain
    return {kind: missed[kind] / count for kind, count in kinds.items()}


def everything_under(folder: Path) -> str:
    """All words in a folder's files, Parquet's columns included."""
    words = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            words += [str(row) for row in pq.ParquetFile(path).read().to_pylist()]
        elif path.is_file():
            words.append(path.read_bytes().decode("utf-8", errors="replace"))
    return "\n".join(words)


def test_planted_data_are_nowhere_in_the_run(tmp_path: Path) -> None:
    rows = planted_rows(1_000)
    write(tmp_path / "feedback.csv", rows)
    label(tmp_path / "feedback.csv", tmp_path / "run", redact=True, keep=["note"])
    shares = leaked(rows, everything_under(tmp_path / "run"))
    assert all(1 - shares[kind] >= least for kind, least in LEAST.items()), shares


def test_the_measure_can_fail(tmp_path: Path) -> None:
    rows = planted_rows(100)
    write(tmp_path / "feedback.csv", rows)
    label(tmp_path / "feedback.csv", tmp_path / "run", keep=["note"])
    assert set(leaked(rows, everything_under(tmp_path / "run")).values()) == {1.0}


def test_redaction_changes_no_level(tmp_path: Path) -> None:
    write(tmp_path / "feedback.csv", planted_rows(200))
    plain = label(tmp_path / "feedback.csv", tmp_path / "plain").labels
    masked = label(tmp_path / "feedback.csv", tmp_path / "masked", redact=True).labels
    assert plain["level"].equals(masked["level"])
    assert plain["id"].equals(masked["id"])


def test_customers_stay_told_apart(tmp_path: Path) -> None:
    source = tmp_path / "feedback.csv"
    source.write_text(
        "id,comment,customer\n1,Fine.,jo@mail.example\n2,Good.,ann@mail.example\n"
        "3,Slow.,jo@mail.example\n4,Kind.,C77\n"
    )
    one, two, three, four = (
        label(source, tmp_path / "run", redact=True).labels["customer"].to_pylist()
    )
    assert one == three != two
    assert "jo" not in one
    assert four == "C77"


@pytest.mark.slow
def test_planted_data_are_nowhere_in_topics_report_and_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = planted_rows(400)
    write(tmp_path / "feedback.csv", rows)
    words = ["run", str(tmp_path / "feedback.csv"), "--out", str(tmp_path / "out"), "--redact"]
    assert main(words) == 0
    out, err = capsys.readouterr()
    shares = leaked(rows, everything_under(tmp_path / "out") + out + err)
    assert (tmp_path / "out" / "report.html").exists()
    assert all(1 - shares[kind] >= least for kind, least in LEAST.items()), shares

"""Ill-treat labelling jobs at random for a while, and count what is lost or doubled: nothing.

Each round is an hourly job in the life of a feedback table: comments are added, changed and told
again in another order, and `cxnlp label --since` labels what is new. While it works it is killed,
stopped, its workers are killed, its parts damaged or lost, its source changed and put back, its
disk limited; and it is started again until it ends. Then every part is compared, byte for byte,
with those of a job that was left in peace, and every row of the source must have one outcome.

    python scripts/soak.py --minutes 30 --out soak.json
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

WHO: Final = ("The courier", "Your app", "The lady on the till", "Support", "The night manager")
WHAT: Final = ("lost my parcel", "was kind and quick", "never called back", "did what was asked")
HOW: Final = ("again", "unasked", "after nine days", "and charged me twice", "as always")
FILLERS: Final = ("n/a", "", "12345", "no comment")
FAULTS: Final = (
    *("kill", "kill", "kill", "kill", "stop", "stop", "kill a worker", "kill a worker"),
    *("damage a part", "lose a part", "change the source", "limit the disk", "a second job"),
)
REFUSED: Final = 6
"""Exit code of a job whose folder another job holds."""
AGAIN, FILLER, AMONG_PARTS, ONE_BIT, CONTENT = 0.005, 0.03, 0.85, 0.5, 0.6
"""Shares: rows told twice, comments that say nothing, faults among the parts, bits flipped (rather
than files cut off), finished jobs that are left in peace."""


class Soak:
    """The table of comments, the folder of runs, and what was counted."""

    def __init__(self, folder: Path, seed: int, rows: int) -> None:
        self.folder = folder
        self.draw = random.Random(seed)  # noqa: S311 - faults, no secrets
        self.rows = rows
        self.table: dict[int, str] = {}
        self.labelled: dict[str, str] = {}
        self.count: Counter[str] = Counter()
        self.previous: Path | None = None

    def round(self, number: int, until: float) -> None:
        """One hourly job, with faults until it ends."""
        source = self.grow(number)
        size = self.draw.choice([50, 100, 200, 500])
        common = ["--part-size", str(size)]
        if self.previous is not None:
            common += ["--since", str(self.previous)]
        control, run = self.folder / f"control-{number}", self.folder / f"run-{number}"
        self.start(source, control, common).wait()
        faults = self.draw.randint(2, 8)
        while True:
            workers = ["--workers", self.draw.choice(["1", "1", "2"])]
            fault = self.draw.choice(FAULTS) if faults and time.monotonic() < until else "none"
            faults -= fault != "none"
            code = self.suffer(fault, source, run, [*common, *workers])
            self.count[f"fault: {fault}"] += fault != "none"
            self.count[f"exit {code}"] += 1
            if code == 0 and self.draw.random() < CONTENT:
                faults = 0  # what is finished can only be damaged or lost
            if fault == "none":
                if code != 0:
                    self.count["jobs that did not end well"] += 1
                break
        self.compare(source, control, run)
        self.count["rounds"] += 1
        shutil.rmtree(control)
        self.previous = run

    def grow(self, number: int) -> Path:
        """Add, change and shuffle comments, and export the table."""
        for name in self.draw.sample(sorted(self.table), len(self.table) // 50):
            self.table[name] = self.comment()
        for _ in range(self.draw.randint(self.rows // 2, self.rows)):
            self.table[len(self.table)] = self.comment()
        order = list(self.table)
        self.draw.shuffle(order)
        path = self.folder / f"export-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "comment"])
            for name in order:
                writer.writerow([f"c{name}", self.table[name]])
                if self.draw.random() < AGAIN:
                    writer.writerow([f"c{name}", "The same id once more."])
        return path

    def comment(self) -> str:
        """A made-up comment; some say nothing."""
        if self.draw.random() < FILLER:
            return self.draw.choice(FILLERS)
        words = (self.draw.choice(WHO), self.draw.choice(WHAT), self.draw.choice(HOW))
        return f"{' '.join(words)}, {self.draw.randrange(10**6)}."

    def start(
        self, source: Path, run: Path, options: list[str], limit: int = 0
    ) -> subprocess.Popen[bytes]:
        """Start a job in a process of its own."""
        command = [sys.executable, "-m", "cxnlp", "label", str(source), "--model", "levels-fast"]
        return subprocess.Popen(
            [*command, "--out", str(run), *options, "--quiet"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=(lambda: _limit(limit)) if limit else None,  # noqa: PLW1509 - no threads here
        )

    def suffer(  # noqa: C901 - one branch for each fault
        self, fault: str, source: Path, run: Path, options: list[str]
    ) -> int:
        """Run the job once, with one fault; its exit code."""
        if fault == "limit the disk":
            return self.start(source, run, options, limit=self.draw.choice([9_000, 30_000])).wait()
        before = len(list(run.glob("labels/part-*")))
        process = self.start(source, run, options)
        kept = source.with_suffix(".kept")
        if fault != "none":
            self.bide(process, run, before)
        if fault in {"kill", "damage a part", "lose a part"}:
            process.kill()
            process.wait()
        if fault in {"damage a part", "lose a part"}:
            self.spoil(run, lose=fault == "lose a part")
        elif fault == "stop":
            process.terminate()
        elif fault == "kill a worker":  # which by itself does not end the job
            for child in _children(process.pid)[:1]:
                os.kill(child, signal.SIGKILL)
        elif fault == "a second job":
            self.count["second jobs refused"] += self.start(source, run, options).wait() == REFUSED
        elif fault == "change the source":
            shutil.copy2(source, kept)
            with source.open("a", encoding="utf-8") as file:
                file.write("x,Nobody wrote this.\n")
        code = process.wait()
        if kept.exists():
            source.unlink()
            shutil.copy2(kept, source)
            kept.unlink()
        return code

    def bide(self, process: subprocess.Popen[bytes], run: Path, before: int) -> None:
        """Wait for a random moment: mostly among the parts, else while the job begins."""
        among = self.draw.random() < AMONG_PARTS
        deadline = time.monotonic() + 20
        while among and process.poll() is None and time.monotonic() < deadline:
            if len(list(run.glob("labels/part-*"))) > before:
                break
            time.sleep(0.003)
        time.sleep(self.draw.uniform(0, 0.4 if among else 2.5))

    def spoil(self, run: Path, *, lose: bool) -> None:
        """Remove or damage one file of a part."""
        files = sorted(run.glob("*/part-*.parquet"))
        if not files:
            return
        path = self.draw.choice(files)
        if lose:
            path.unlink()
            return
        data = bytearray(path.read_bytes())
        begin = pq.ParquetFile(path).metadata.row_group(0).column(0)
        data[(begin.dictionary_page_offset or begin.data_page_offset) + 24] ^= 1
        path.write_bytes(data if self.draw.random() < ONE_BIT else data[: len(data) // 2])

    def compare(self, source: Path, control: Path, run: Path) -> None:
        """Count what is lost, doubled or different."""
        with source.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        names = {
            str(path.relative_to(folder))
            for folder in (control, run)
            for path in folder.glob("*/part-*.parquet")
        }
        self.count["parts"] += len(names)
        self.count["parts that differ"] += sum(
            not (run / name).exists()
            or not (control / name).exists()
            or (run / name).read_bytes() != (control / name).read_bytes()
            for name in names
        )
        seen: Counter[int] = Counter()
        ledger = pq.read_table(run / "ledger", columns=["row", "outcome"])
        already = [r["row"] for r in ledger.to_pylist() if r["outcome"] == "already"]
        labels = pq.read_table(run / "labels", columns=["row", "id", "text"])
        rejected = pq.read_table(run / "rejected", columns=["row", "id"])
        for found in (already, labels["row"].to_pylist(), rejected["row"].to_pylist()):
            seen.update(found)
        self.count["rows"] += rows
        self.count["rows labelled"] += len(labels)
        self.count["rows labelled already"] += len(already)
        self.count["rows rejected"] += len(rejected)
        self.count["rows lost"] += len(set(range(rows)) - seen.keys())
        self.count["rows doubled"] += sum(times > 1 for times in seen.values())
        pairs = list(zip(labels["id"].to_pylist(), labels["text"].to_pylist(), strict=True))
        # A text that changed, or went, and came back is labelled again, rightly: the last counts.
        self.count["comments labelled twice"] += sum(
            self.labelled.get(name) == text for name, text in pairs
        )
        self.labelled.update(pairs)
        for name in rejected["id"].to_pylist():
            self.labelled.pop(name, None)
        self.count["half-written files"] += len(list(run.rglob("_part-*")))


def main() -> None:
    """Soak, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rows", type=int, default=12_000, help="at most so many new rows a round")
    parser.add_argument("--out", type=Path, help="write the figures here, too")
    options = parser.parse_args()
    began = time.monotonic()
    until = began + 60 * options.minutes
    with tempfile.TemporaryDirectory(prefix="cxnlp-soak-") as folder:
        soak = Soak(Path(folder), options.seed, options.rows)
        number = 0
        while time.monotonic() < until:
            soak.round(number, until)
            number += 1
            print(json.dumps({"round": number, **soak.count}), file=sys.stderr, flush=True)
    figures = {"minutes": round((time.monotonic() - began) / 60, 1), "seed": options.seed}
    text = json.dumps({**figures, **dict(sorted(soak.count.items()))}, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    wrong = ("parts that differ", "rows lost", "rows doubled", "comments labelled twice")
    sys.exit(any(soak.count[name] for name in (*wrong, "half-written files")))


def _children(process: int) -> list[int]:
    """The processes that a process has started, by Linux's account of them."""
    try:
        words = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [
        int(child)
        for child in words.split()
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    main()

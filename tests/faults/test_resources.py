"""Too little memory, a clock that jumps, a comment that is hard to cut: the answers stay."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.faults.conftest import MODEL, PATIENCE, label, outcomes, wait_for_parts, write_comments

from cxnlp.labelling import Reader
from cxnlp.models import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.conftest import Job

    from cxnlp.models.predictions import Scorer, Scores

MEBIBYTE = 1 << 20
FAKE_CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static int calls;
static long jump(void) { return (++calls / 40 % 3 - 1) * 86400L * 400; }
int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, now);
    if (id == CLOCK_REALTIME) now->tv_sec += jump();
    return result;
}
time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *out, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""


@dataclass(frozen=True)
class Greedy:
    """A scorer that takes a mebibyte for each text, as a transformer with long texts would."""

    scorer: Scorer
    asked: list[int]

    def score(self, texts: Sequence[str]) -> Scores:
        self.asked.append(len(texts))
        taken = np.ones((len(texts), MEBIBYTE), np.uint8)
        assert taken[-1, -1] == 1
        return self.scorer.score(texts)


def test_a_batch_that_does_not_fit_into_memory_is_halved_until_it_does() -> None:
    texts = [f"The courier lost parcel {number}." for number in range(512)]
    model = load(MODEL)
    expected = Reader(model).answer(texts)
    asked: list[int] = []
    reader = Reader(replace(model, scorer=Greedy(model.scorer, asked)))
    reader.answer(texts[:2])
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = used * resource.getpagesize() + 200 * MEBIBYTE
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        answers = reader.answer(texts)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert asked[1] == 512
    assert min(asked[1:]) in {64, 128}
    assert np.array_equal(answers.predictions.probabilities, expected.predictions.probabilities)
    assert answers.status == expected.status
    assert answers.languages == expected.languages


def test_a_single_text_that_does_not_fit_is_an_error_and_no_endless_halving() -> None:
    class Starved:
        def score(self, texts: Sequence[str]) -> Scores:
            raise MemoryError(len(texts))

    reader = Reader(replace(load(MODEL), scorer=Starved()))
    with pytest.raises(MemoryError):
        reader.answer(["one", "two", "three"])


def test_a_clock_that_jumps_to_and_fro_changes_no_byte(job: Job, tmp_path: Path) -> None:
    compiler = shutil.which("cc") or pytest.skip("no C compiler here to build a jumping clock")
    (tmp_path / "clock.c").write_text(FAKE_CLOCK)
    library = tmp_path / "clock.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", library, tmp_path / "clock.c", "-ldl"], check=True
    )
    source = write_comments(tmp_path / "comments.csv", 1_000)
    os.utime(source, (time.time() + 1e8, time.time() + 1e8))  # made in the future, too
    label(source, tmp_path / "whole", part_size=100)
    jumping = ("env", f"LD_PRELOAD={library}", sys.executable)
    check = "import time; print(len({round(time.time() / 1e7) for _ in range(400)}))"
    jumps = subprocess.run([*jumping, "-c", check], capture_output=True, text=True, check=True)
    assert int(jumps.stdout) > 1, "the clock really jumps"
    options = ("--part-size", "100", "--metrics", str(tmp_path / "job.prom"))
    process = job(source, tmp_path / "run", *options, python=(*jumping, "-m", "cxnlp"))
    wait_for_parts(process, tmp_path / "run", 3)
    process.kill()
    process.communicate(timeout=PATIENCE)
    process = job(source, tmp_path / "run", *options, python=(*jumping, "-m", "cxnlp"))
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "ab@" * 33_333,
        "a." * 49_000 + "@",
        "1 " * 49_000,
        "1-" * 49_000,
        "order " * 16_000,
        "é" * 99_999,
        "😀" * 99_999,
        "\u0301" * 50_000 + "x",
        "&amp;" * 19_000,
        "A1 " * 33_000,
        "\n" * 90_000 + "x",
        "漢" * 99_000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_comment_that_is_hard_to_cut_takes_seconds_at_most(text: str) -> None:
    began = time.process_time()
    result = label([text, "Kind staff."], redact=True)
    assert time.process_time() - began < 5
    assert result.counts.rows == 2
    assert result.labels["level_name"].to_pylist()[-1] == "desired"

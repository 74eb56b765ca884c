"""What a process costs: seconds by the clock, seconds of processor, most memory.

A process begins its count of memory with what its parent held, so each command is started by a
small process of its own, which is this module run as a script.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

__all__ = ["Cost", "cost"]


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Attributes:
        seconds: by the clock.
        processor: seconds of processor, user and system.
        megabytes: the most memory it held at once, in 10^6 bytes.
    """

    seconds: float
    processor: float
    megabytes: float


def cost(command: list[str]) -> Cost:
    """Run a command to its end and measure it.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    starter = [sys.executable, "-S", __file__, *command]
    done = subprocess.run(starter, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return Cost(**json.loads(done.stdout))


def _start(command: list[str]) -> int:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    processor = usage.ru_utime + usage.ru_stime
    # Linux counts in KiB.
    megabytes = usage.ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": megabytes}))
    return process.returncode


if __name__ == "__main__":
    sys.exit(_start(sys.argv[1:]))

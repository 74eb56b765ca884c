"""Real servers, started by the tests and ended with them; skipped with a message where absent."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "open-sesame-4711"  # noqa: S105 - of a server that lives for one test run
REPOSITORY = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, homes), os.environ["PATH"]]))
    return found or pytest.skip(f"no PostgreSQL here: {name} is not installed (apt: postgresql)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database, with a password."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra 'stores')")
    initdb, server = _program("initdb"), _program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="cxnlp-postgresql-"))
    user = None
    if os.getuid() == 0:  # the server refuses to run as root
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            user = "nobody"
        shutil.chown(folder, user)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data, port = folder / "data", free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    begin = [initdb, "-D", data, "-U", "cx", "--pwfile", secret, "--locale=C"]
    begin += ["-A", "scram-sha-256", "-E", "UTF8"]
    subprocess.run(begin, user=user, cwd=folder, check=True, **quiet)  # type: ignore[call-overload]
    options = ["-D", data, "-p", str(port), "-k", folder, "-c", "fsync=off"]
    options += ["-c", "listen_addresses=127.0.0.1"]
    process = subprocess.Popen([server, *options], user=user, cwd=folder, **quiet)  # type: ignore[call-overload]
    address = f"postgresql://cx:{PASSWORD}@127.0.0.1:{port}/postgres"
    try:
        _wait_for_postgresql(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_postgresql(address: str, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            assert process.poll() is None, "the server did not start"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The parameters that reach an S3 server: `endpoint_override=…&scheme=http`."""
    # In an environment of its own, as its pins would downgrade ours; see .ci/run for the version.
    program = REPOSITORY / ".venv-stores" / "bin" / "moto_server"
    if not program.exists():
        pytest.skip("no S3 server here: moto[server] is not installed in .venv-stores")
    port = free_port()
    with subprocess.Popen(
        [program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{url}/moto-api/").close()  # noqa: S310 - our own server
                break
            except OSError:
                assert process.poll() is None, "the server did not start"
                assert time.monotonic() < deadline, "the server did not answer"
                time.sleep(0.2)
        request = urllib.request.Request(f"{url}/feedback", method="PUT")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310
        yield f"endpoint_override=127.0.0.1:{port}&scheme=http&region=us-east-1"
        process.terminate()

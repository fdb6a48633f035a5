"""A real PostgreSQL server for the tests: on loopback, in a temporary folder, one a session.

The binaries are Debian's. Where there are none the PostgreSQL half of the tests is not
collected, and the last lines of the run say so; with ``TRIAGE_REQUIRE_POSTGRES=1`` that is
an error. To use it, a conftest imports the fixtures and the two hooks from here.
"""

from __future__ import annotations

import ctypes
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

START_SECONDS = 60
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # the data is thrown away
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "32MB",
}


def binaries() -> Path | None:
    """The folder of the newest server found, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    versions = sorted(found, key=lambda path: float(path.parent.parent.name))
    if versions:
        return versions[-1].parent
    path = shutil.which("postgres")
    return Path(path).resolve().parent if path else None


def backends() -> list[Any]:
    """The databases to run store tests on, as parameters of a fixture."""
    postgres = [pytest.param("postgres", marks=pytest.mark.postgres)] if binaries() else []
    return ["sqlite", *postgres]


@dataclass
class Server:
    """A running server; ``url()`` makes a fresh database and tells its URL."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        where = f"host=127.0.0.1 port={self.port} user=triage dbname={database}"
        return psycopg.connect(where, autocommit=True, connect_timeout=5)

    def create(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://triage@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > end:
                    log = (self.folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.05)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # a fast shutdown
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """Initialise and start a server; as user postgres when we are root, as it insists."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    user = "postgres" if os.getuid() == 0 else getpass.getuser()
    shutil.chown(folder, user)
    tools, data = binaries(), folder / "data"
    assert tools is not None
    init = [tools / "initdb", "-D", data, "-U", "triage", "-A", "trust", "-E", "UTF8"]
    run_as = {"user": user} if os.getuid() == 0 else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder}
    subprocess.run([*init, "--locale=C.UTF-8", "--no-sync"], check=True, **run_as, **quiet)
    port = _free_port()
    options = [part for key, value in OPTIONS.items() for part in ("-c", f"{key}={value}")]
    command = [tools / "postgres", "-D", data, "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, preexec_fn=_end_with_parent, **run_as
        )
    server = Server(folder, port, process)
    try:
        server.wait()
    except BaseException:
        server.stop()
        raise
    return server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    """A test run that is killed must not leave its server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    server = start()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of a fresh database."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=backends())
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'triage.db'}"
    return str(request.getfixturevalue("postgres_url"))


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("TRIAGE_REQUIRE_POSTGRES") == "1" and binaries() is None:
        raise pytest.UsageError("TRIAGE_REQUIRE_POSTGRES=1, but no PostgreSQL server is installed")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if binaries() is None:
        terminalreporter.section("NOT TESTED: PostgreSQL", sep="!", red=True, bold=True)
        terminalreporter.line("No server found; install Debian's package postgresql.")

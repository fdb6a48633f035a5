"""What a process that runs one page is: its own folder and output, and no network.

Input: an empty folder. ``enter`` changes the process it is called in, for good: the working
folder and temporary files are inside of that folder, standard output and error go to a file
of it, and a connection to anything but this machine is refused. pip takes packages from the
folder ``wheels`` of the environment, where there is one, and from nowhere else.
"""

from __future__ import annotations

import os
import sys
import tempfile
from ipaddress import ip_address
from pathlib import Path
from typing import Any

WORK, OUTPUT, RESULTS = "work", "output", "results"
NOWHERE = "http://127.0.0.1:9"
WHEELS = "wheels"
PIP = {
    "PIP_NO_INDEX": "1", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_COMPILE": "0",
}  # fmt: skip
NETWORK = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
)


def enter(folder: Path, name: str) -> None:
    """Make this process the one that runs the page ``name``, in ``folder``."""
    work = folder / WORK
    work.mkdir()
    os.chdir(work)
    os.environ["TMPDIR"] = str(work)
    tempfile.tempdir = None
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[proxy] = os.environ[proxy.upper()] = NOWHERE
    wheels = Path(sys.prefix) / WHEELS
    if wheels.is_dir():
        os.environ.update(PIP, PIP_FIND_LINKS=str(wheels))
    output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    sys.argv = [name]
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in NETWORK:
        return
    where = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    host = where[0] if isinstance(where, tuple) else where
    # A plain string given to connect is the name of a socket on this machine.
    if event in ("socket.connect", "socket.sendto") and not isinstance(where, tuple):
        return
    if not _is_here(host.decode() if isinstance(host, bytes) else host):
        raise OSError(f"a page has no network; it asked for {host}")


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host).partition("%")[0]).is_loopback or host in ("0.0.0.0", "::")  # noqa: S104
    except ValueError:
        return str(host) == os.uname().nodename

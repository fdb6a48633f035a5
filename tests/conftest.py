"""What all tests share: real servers as fixtures, and no network but loopback.

pytest-socket (see pyproject.toml) refuses any other address within the test process.
Processes that tests start get a proxy that nothing listens on, so that an accidental request
to the outside fails there as well.
"""

import os
import signal

pytest_plugins = ["tests.postgres", "tests.browser", "tests.github_server.fixtures"]

NOWHERE = "http://127.0.0.1:9"
for _name in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ[_name] = os.environ[_name.upper()] = NOWHERE
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"
for _name in ("GITHUB_TOKEN", "TRIAGE_DB"):
    os.environ.pop(_name, None)

# A shell starts what it runs in the background with Ctrl-C ignored, and children inherit that.
# Tests that press Ctrl-C mean a program as a terminal starts it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

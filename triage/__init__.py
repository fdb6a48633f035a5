"""Triage of a repository's issues: fetch, classify, match to answers, write pages.

Importing the package imports nothing heavy: every stage loads what it needs when it runs.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("model-garden-kb")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]

"""``python -m triage.verify PATH``: the command alone, for environments that hold only models."""

import sys

from triage.cli import main, triage
from triage.commands.verify import verify

if __name__ == "__main__":
    triage.add_command(verify)
    main(["verify", *sys.argv[1:]])

"""`python -m tests.faults [PYTEST OPTIONS]`: every fault in full, on both databases; prints a JSON line per figure."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

DATABASES = {"SQLite": [], "PostgreSQL": [sys.executable, "-m", "tests.services"]}


def main(options: list[str]) -> int:
    failed = 0
    for database, within in DATABASES.items():
        with tempfile.TemporaryDirectory(prefix="les-faults-") as folder:
            figures = Path(folder, "figures.jsonl")
            own = os.environ | {"FAULTS": "full", "FAULTS_FIGURES": str(figures)}
            command = [*within, sys.executable, "-m", "pytest", "--quiet", "tests/faults", *options]
            failed |= subprocess.run(command, env=own, check=False).returncode
            lines = figures.read_text().splitlines() if figures.exists() else []
        for line in lines:
            print(json.dumps({"database": database} | json.loads(line)))  # noqa: T201
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

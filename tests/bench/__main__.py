"""`make bench`: map data, pages and search at three sizes on both databases, as ratios to floors of the same run.

Ratios are answers per second against the floor's, in the same round; milliseconds stand beside them for the eye only.
"""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.bench.driver import WRK
from tests.bench.load import Candidate
from tests.bench.report import Report, say
from tests.bench.servers import new_database, server
from tests.bench.size import Size
from tests.services.postgresql import postgresql
from tests.services.processes import temporary_folder

SIZES, ROUNDS, FEWER_ROUNDS = (400, 4_000, 40_000), 5, 2
LARGE = 10_000
DATABASES = ("sqlite", "postgresql")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="400 campuses, 2 rounds, SQLite only")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=SIZES)
    parser.add_argument("--database", action="append", choices=DATABASES, help="both, unless named")
    parser.add_argument(
        "--rounds", type=int, help=f"{ROUNDS}, and {FEWER_ROUNDS} from {LARGE} campuses on, unless named"
    )
    parser.add_argument("--only", default="", help="pages with this in their name, and nothing else")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.rounds, chosen.database = [SIZES[0]], 2, ["sqlite"]
    return chosen


def main() -> int:
    chosen, report = options(), Report()
    # A polite stop must still reach the `finally` of the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder("bench"))
        servers = dict.fromkeys(chosen.database or DATABASES)
        if "postgresql" in servers:
            servers["postgresql"] = stack.enter_context(postgresql())
        floors = start_floors(stack, folder)
        say(f"Asking with {'wrk' if WRK else 'a client of our own'}; files come through whitenoise, not nginx.")
        for campuses in sorted(chosen.sizes):
            rounds = chosen.rounds or (FEWER_ROUNDS if campuses >= LARGE else ROUNDS)
            databases = {name: new_database(server_url, folder, campuses) for name, server_url in servers.items()}
            size = Size(campuses, rounds, folder, databases, floors, report, chosen.only)
            size.run()
            if campuses == min(chosen.sizes) and not chosen.only:
                for task in ("keeping", "import", "documents", "descriptions", "diplomas"):
                    size.look_inside(task)
    report.table()
    return 0


def start_floors(stack: ExitStack, folder: Path) -> list[Candidate]:
    """A view with nothing around it, and one with the portal's middleware around it."""
    urls = [
        stack.enter_context(server("tests.bench.bare", folder)),
        stack.enter_context(server("tests.bench.bare", folder, BENCH_MIDDLEWARE="1")),
    ]
    floors = [Candidate("bare view", f"{url}/bare/") for url in urls]
    for floor in floors:
        floor.get_ready()
    return floors


if __name__ == "__main__":
    sys.exit(main())

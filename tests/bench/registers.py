"""`python -m tests.bench.registers`: a file as large as the full Flemish register, brought in as a person would.

Prints one JSON line: seconds for the first import, for the same file again, and for one that changes a tenth.
"""

import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.services.portal import manage

ROWS = 4100
TOWNS = [("9000", "Gent"), ("8000", "Brugge"), ("8500", "Kortrijk"), ("9300", "Aalst"), ("8400", "Oostende")]


def row(number: int, random: Random) -> dict[str, str]:
    postcode, town = TOWNS[number % len(TOWNS)]
    return {
        "schoolnummer": f"{200000 + number * 4 // 5}",  # one in five has a second site
        "intern_vplnummer": str(number),
        "net": "Vrij gesubsidieerd onderwijs",
        "naam": f"School {number * 4 // 5}",
        "hoofdzetel": str(number % 5 != 1),
        "straat": f"Straat {number % 400}",
        "huisnummer": str(number % 9 + 1),  # some addresses are shared
        "postcode": postcode,
        "gemeente": town,
        "provincie": "Oost-Vlaanderen" if postcode.startswith("9") else "West-Vlaanderen",
        "lx": str(random.randrange(40000, 140000)),
        "ly": str(random.randrange(170000, 220000)),
        "telefoon": f"09 000 {number:04}",
        "e-mail": f"info@school{number}.example",
        "website": f"www.school{number}.example",
        "onderwijsniveau": "SO",
        "instellingstype": "School voor voltijds gewoon secundair onderwijs",
        "einddatum": "31/12/4444",
        "ingerichte hoofdstructuren": "311-312",
    }


def write_file(path: Path, *, changed: bool = False) -> None:
    random = Random(1)
    rows = [row(number, random) for number in range(ROWS)]
    if changed:
        for one in rows[::10]:
            one |= {"telefoon": "09 999 00 00", "website": "www.elders.example"}
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def seconds(path: Path, database: Path) -> float:
    start = time.perf_counter()
    manage("import_schools", "flanders", str(path), "--apply", "--json", database=database)
    return round(time.perf_counter() - start, 2)


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        database, first, later = (Path(folder, name) for name in ("db.sqlite3", "first.csv", "later.csv"))
        write_file(first)
        write_file(later, changed=True)
        manage("migrate", database=database)
        times = {
            "first": seconds(first, database),
            "again": seconds(first, database),
            "later": seconds(later, database),
        }
    return {"bench": "import_schools", "rows": ROWS, **times}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")

"""Speed of the extraction rules: python benchmarks/extraction.py [FILE ...].

Prints abstracts a second on the records of PubMed files, if any are given, and the
seconds of CPU on hostile texts of growing length: time should not outgrow text.
"""

from __future__ import annotations

import sys
import time

import ketaevidence as ke
from ketaevidence.records.model import Record, Section

SIZES = (25_000, 100_000, 400_000)
PIECES = (
    "7",
    "(",
    "patients ",
    "5 of ",
    "2 ± 1, ",
    "pain 2 ± 1, ",
    "randomized-",
    "a-",
)


def seconds(records: list[Record]) -> float:
    """Give the CPU seconds that reading these records takes."""
    start = time.process_time()
    ke.extract(records)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    records = [record for path in sys.argv[1:] for record in ke.read_records(path)]
    records = [record for record in records if record.sections]
    if records:
        rate = len(records) / seconds(records)
        print(f"{len(records)} abstracts: {rate:.0f} a second of CPU\n")
    print(f"{'hostile text':<16}" + "".join(f"{size:>10}" for size in SIZES))
    for piece in PIECES:
        times = []
        for size in SIZES:
            text = (piece * size)[:size]
            record = Record(title="X", pmid="1", sections=(Section(text),))
            times.append(seconds([record]))
        print(f"{piece!r:<16}" + "".join(f"{t:>9.2f}s" for t in times))


if __name__ == "__main__":
    main()

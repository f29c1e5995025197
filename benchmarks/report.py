"""Cost of what people see: python -m benchmarks.report [STUDIES].

CPU seconds of the report of 50 invented studies (or as many as given) with all its
figures, of the evidence table as a data frame and as a workbook, and of the digest
against the version before; and the size of the report. Each is made once before it is
timed, so that the loading of matplotlib and pandas counts in "first report" alone; of
the others the quickest of three counts.
Exits with 1 when one is over its limit.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from tests.browser import invented

from ketaevidence.errors import EvidenceWarning

#: Limits [CPU seconds] and [bytes], for 50 studies.
REPORT, TABLE, DIGEST, SIZE = 20.0, 2.0, 2.0, 2_000_000


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def quickest(work: Callable[[], object]) -> float:
    """Give the quickest of three times, so that busy moments drop out."""
    return min(seconds(work) for _ in range(3))


def main(studies: int) -> int:
    """Measure, print a table, and give the exit code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        review = invented.fifty(studies)
    with tempfile.TemporaryDirectory() as place:
        page, sheet = Path(place) / "report.html", Path(place) / "evidence.xlsx"
        first = seconds(lambda: review.report(page))
        review.write_evidence_table(sheet)
        rows = [
            ("first report, with all figures", first, REPORT),
            ("report again", quickest(lambda: review.report(page)), REPORT),
            ("evidence table", quickest(review.evidence_table), TABLE),
            (
                "evidence table as a workbook",
                quickest(lambda: review.write_evidence_table(sheet)),
                TABLE,
            ),
            ("digest", quickest(review.digest), DIGEST),
        ]
        size = page.stat().st_size
    print(f"{studies} studies")
    print(f"{'what':<32}{'CPU s':>8}{'limit':>8}")
    for name, spent, limit in rows:
        print(f"{name:<32}{spent:>8.2f}{limit:>8.1f}")
    print(f"{'size of the report [MB]':<32}{size / 1e6:>8.2f}{SIZE / 1e6:>8.1f}")
    return int(size > SIZE or any(spent > limit for _, spent, limit in rows))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))

"""Speed of the extraction rules: python benchmarks/extraction.py [FILE ...] [--rows N].

With files of PubMed records it prints abstracts a second on one core, and which rules
the time goes to. Without, it prints the seconds of CPU on hostile texts of growing
length: a text twice as long must not take much more than twice the time.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from itertools import islice

import ketaevidence as ke
from ketaevidence.extraction.fields import JUDGES, READERS
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

SIZES = (125_000, 250_000, 500_000, 1_000_000)
PIECES = (
    "7", "(", "[(", "1,", "patients ", "5 of ", "2 ± 1, ", "pain 2 ± 1, ", "n = 30 ",
    "randomized-", "a-", "ketamine 5 mg, ", "ketamine ", "5 mg/kg/h ", "sixty ",
    "(95% CI 1 to 2) ", "p<0.05 ", "nausea (5%), ", "at 1, 2, 3 months ", "VAS ", " ",
    "in the ketamine group ", "versus ", "Pain fell. ", "0. 2 ", "+/- ", "\u2212",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rows", type=int, default=3_000, help="abstracts a file")
    given = parser.parse_args()
    if given.files:
        of_files(given.files, given.rows)
    else:
        of_hostile_texts()


def of_files(files: list[str], rows: int) -> None:
    """Print abstracts a second, and milliseconds an abstract for each rule."""
    records: list[Record] = []
    for path in files:
        with_text = (r for r in ke.stream_records(path) if r.sections)
        records += islice(with_text, rows)
    start = time.process_time()
    ke.extract(records)
    whole = time.process_time() - start
    print(f"{len(records)} abstracts: {len(records) / whole:.0f} a second of CPU\n")
    for name, seconds in by_rule(records).most_common():
        print(f"{1000 * seconds / len(records):>8.3f} ms  {name}")


def by_rule(records: list[Record]) -> Counter[str]:
    """Give the seconds of CPU that each rule takes."""
    question = shipped_question()
    spent: Counter[str] = Counter()
    for record in records:
        found = []
        start = time.process_time()
        view = View.of(record)
        _ = view.sentences, view.vocabulary
        spent["(laying out the text)"] += time.process_time() - start
        for reader in READERS:
            start = time.process_time()
            found += reader.read(view, question)
            spent[", ".join(reader.fields)] += time.process_time() - start
        for judge in JUDGES:
            start = time.process_time()
            found += judge.judge(view, question, found)
            spent[", ".join(judge.fields)] += time.process_time() - start
    return spent


def of_hostile_texts() -> None:
    """Print seconds of CPU by text and length."""
    print(f"{'hostile text':<26}" + "".join(f"{size:>10,}" for size in SIZES))
    for piece in PIECES:
        times = []
        for size in SIZES:
            text = (piece * (size // len(piece) + 1))[:size]
            record = Record(title="X", pmid="1", sections=(Section(text),))
            start = time.process_time()
            ke.extract([record])
            times.append(time.process_time() - start)
        print(f"{piece!r:<26}" + "".join(f"{t:>9.2f}s" for t in times))


if __name__ == "__main__":
    main()

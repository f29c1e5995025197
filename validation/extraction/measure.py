"""Hold the extraction rules against labelled abstracts, field by field.

    python validation/extraction/measure.py SHARED [--half dev] [--field dose]
        [--errors 10] [--corpora]

SHARED is the folder with gold/, evidence/ and corpus/. The labels are in labels.jsonl
beside this script; the texts stay where they are. "dev" is the half that rules were
made on, "held" the half that nobody read while making them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from corpora import extra_scores
from scoring import COUNTS, FIELDS, Score, agree_counts
from texts import labelled

from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.model import RULES_VERSION


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", choices=("dev", "held", "both"), default="dev")
    parser.add_argument("--field", action="append", help="only this field; repeatable")
    parser.add_argument(
        "--errors", type=int, default=0, help="print as many errors a field"
    )
    parser.add_argument("--corpora", action="store_true", help="also the large corpora")
    given = parser.parse_args()
    halves = {"dev", "held"} if given.half == "both" else {given.half}
    scores = {name: Score() for name in given.field or FIELDS if name in FIELDS}
    texts = 0
    for source, half, record, labels in labelled(given.shared):
        if half not in halves:
            continue
        texts += 1
        found = extract([record])
        for name, score in scores.items():
            get, want, may = FIELDS[name]
            read, wanted = get(found), want(labels)
            if name in COUNTS:
                read, wanted = agree_counts(read, wanted)
            score.add(f"{source} {record.pmid}", read, wanted, may(labels))
    print(f"{texts} labelled texts ({given.half}), rules {RULES_VERSION}")
    show(scores, given.errors)
    if given.corpora:
        print()
        show(extra_scores(given.shared, halves, given.field), given.errors)


def show(scores: dict[str, Score], errors: int) -> None:
    """Print the table, then the errors."""
    print(
        f"{'field':<22}{'precision':>10}{'recall':>8}{'F1':>8}{'exact':>8}{'right':>7}{'wrong':>7}{'missed':>7}"
    )
    for name, score in scores.items():
        shares = (
            score.precision,
            score.recall,
            score.f1,
            score.exact / max(1, score.texts),
        )
        cells = "".join(
            f"{'-' if s is None else format(s, '.3f'):>{w}}"
            for s, w in zip(shares, (10, 8, 8, 8), strict=True)
        )
        print(f"{name:<22}{cells}{score.right:>7}{score.wrong:>7}{score.missed:>7}")
    if errors:
        for name, score in scores.items():
            for line in score.errors[:errors]:
                print(f"{name}: {line}")


if __name__ == "__main__":
    main()

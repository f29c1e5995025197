"""Measure searches and screening suggestions of question files on real records.

    python validation/questions/measure.py SHARED

SHARED is a folder with `gold/` (labelled corpora) and `corpus/` (PubMed records). Only
numbers and PMIDs are printed.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from searches import parse
from texts import everything, reviewed

import ketaevidence as ke
from ketaevidence.question.expression import Expression, is_true_of
from ketaevidence.question.load import read_question, shipped_question
from ketaevidence.question.model import Question
from ketaevidence.question.shipped import shipped_names
from ketaevidence.records.model import Record
from ketaevidence.screening.rules import suggest

HERE = Path(__file__).parent
#: So many missed records of a rule are named.
_MOST_NAMED = 12


def found_by(search: Expression, record: Record) -> bool:
    """Judge PubMed's search on one record, headings with their narrower ones."""
    texts = [record.title, record.text[len(record.title) :]]
    texts += [keyword.name for keyword in record.keywords]
    return is_true_of(search, texts, {h.name.lower() for h in record.mesh})


def line(name: str, taken: Collection[str], right: Collection[str]) -> None:
    """Print recall and precision as counts, with both rates."""
    hit = len(set(taken) & set(right))
    recall = f"{hit}/{len(right)} ({hit / len(right):.3f})" if right else "none to find"
    precision = (
        f"{hit}/{len(taken)} ({hit / len(taken):.3f})" if taken else "none taken"
    )
    print(f"| {name} | {recall} | {precision} |")


def head(title: str) -> None:
    """Begin a table."""
    print(f"\n### {title}\n\n| judged by | recall | precision |\n|---|---|---|")


def verdicts(
    question: Question, records: Iterable[tuple[str, Record]]
) -> tuple[list[str], list[str], dict[str, str]]:
    """Give what the search finds, what the rules keep, and each record's rule."""
    search, searched, kept, by_rule = parse(question.pubmed_search), [], [], {}
    for key, record in records:
        suggestion = suggest(record, question)
        by_rule[key] = suggestion.rule
        if found_by(search, record):
            searched.append(key)
        if suggestion.verdict != "exclude":
            kept.append(key)
    return searched, kept, by_rule


def missed(right: Collection[str], taken: Collection[str], why: dict[str, str]) -> None:
    """Print what was missed, by the rule that excluded it."""
    lost = sorted(set(right) - set(taken))
    by_rule = Counter(why[key] for key in lost)
    for rule, count in by_rule.most_common():
        named = [key for key in lost if why[key] == rule]
        print(f"missed, {rule}: {count} ({', '.join(named[:_MOST_NAMED])})")


def published_review(shared: Path) -> None:
    """Hold a question written for a published review against its decisions."""
    question = read_question(HERE / "triptans_migraine.toml")
    rows = reviewed(shared, "Triptans")
    searched, kept, why = verdicts(question, ((k, r) for k, (r, _) in rows.items()))
    head(f"A published review of triptans: {len(rows)} records")
    for stage in ("label_abstract_screening", "label_included"):
        right = [key for key, (_, gold) in rows.items() if gold[stage] == "1"]
        line(f"search, {stage}", searched, right)
        line(f"rules, {stage}", kept, right)
    print()
    missed(right, kept, why)
    lost = sorted(set(right) - set(searched))
    print(f"not found by the search: {len(lost)} ({', '.join(lost[:_MOST_NAMED])})")


def bundled() -> None:
    """Hold the first question against what people decided on the bundled records."""
    with ke.example_review() as review:
        question, decisions = review.question, review.decisions()
        records = {record.key: record for record in review.records()}
    newest = {d.record_key: d.verdict for d in decisions}
    right = [key for key, verdict in newest.items() if verdict == "include"]
    searched, kept, why = verdicts(question, records.items())
    head(f"ketamine-crps, the bundled citations: {len(records)} records")
    line("search", searched, right)
    line("rules", kept, right)
    print()
    missed(right, kept, why)
    lost = sorted(set(right) - set(searched))
    print(f"not found by the search: {len(lost)} ({', '.join(lost[:_MOST_NAMED])})")


def read_by_hand(shared: Path) -> None:
    """Hold each shipped question against what was read of it in every text."""
    texts = everything(shared)
    with (HERE / "labels.csv").open(encoding="utf-8") as file:
        labels = list(csv.DictReader(file))
    for name in shipped_names():
        said = {row["pmid"]: row["label"] for row in labels if row["question"] == name}
        right = [key for key, label in said.items() if label == "eligible"]
        searched, kept, why = verdicts(shipped_question(name), texts.items())
        trials = {key for key in texts if key.startswith("NCT")}
        head(f"{name}: {len(texts) - len(trials)} records, {len(trials)} registrations")
        line("search", [k for k in searched if k not in trials], right)
        line("rules", [k for k in kept if k not in trials], right)
        named = len(texts) - sum(why[key] == "drug_not_named" for key in texts)
        unread = sorted(k for k in {*searched, *kept} - trials if k not in said)
        print(f"\nnamed the drug: {named}; not read: {', '.join(unread) or 'none'}")
        print(
            f"registrations: search {len(trials & {*searched})}, "
            f"rules {len(trials & {*kept})}"
        )
        missed(right, kept, why)


def main() -> None:
    """Measure all."""
    shared = Path(sys.argv[1])
    bundled()
    published_review(shared)
    read_by_hand(shared)


if __name__ == "__main__":
    main()

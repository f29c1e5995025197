"""The larger corpora that others labelled for a single field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from scoring import Item, Score, first, of, randomised_items
from texts import as_record, half_of, identity, rows

from ketaevidence.extraction.candidates import Candidates
from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.numbers import read_count

_Get = Callable[[Candidates], list[Item]]


def _sizes(row: dict[str, Any]) -> list[Item] | None:
    """Give the labelled sample size; ``None`` where annotators marked several."""
    marked = {read_count(n) for n in row["gold"].get("n") or ()}
    if len(marked) > 1 or None in marked:
        return None
    return [(n,) for n in marked]


def _arms(row: dict[str, Any]) -> list[Item] | None:
    """Give the labelled sizes of two to four arms; ``None`` where one is missing."""
    names = [f"n{arm}" for arm in range(1, 5) if f"tx{arm}" in row["gold"]]
    sizes = [read_count((row["gold"].get(name) or ("",))[0]) for name in names]
    return [(n,) for n in sizes] if sizes and None not in sizes else None


def _randomised(row: dict[str, Any]) -> list[Item] | None:
    types = row["gold"]["publication_types"]
    return [("yes",)] if "Randomized Controlled Trial" in types else []


_CORPORA: dict[str, tuple[str, _Get, Callable[[dict[str, Any]], list[Item] | None]]] = {
    "n_total": ("cochrane_nlp_samplesize", lambda f: first(f, "n_total"), _sizes),
    "n_arm": (
        "cochrane_nlp_samplesize",
        lambda f: [(c.value,) for c in of(f, "n_arm")],
        _arms,
    ),
    "randomised": ("robotsearch_medline_pt", randomised_items, _randomised),
}


def extra_scores(
    shared: Path, halves: Collection[str], only: Collection[str] | None
) -> dict[str, Score]:
    """Score the fields that a larger corpus labels."""
    scores = {}
    for name, (corpus, get, want) in _CORPORA.items():
        if only and name not in only:
            continue
        score = scores[f"{name} ({corpus[:11]})"] = Score()
        for row in _half(shared / "gold" / f"{corpus}.jsonl.gz", halves):
            wanted = want(row)
            if wanted is not None:
                # PubMed's types are the label here, so the rules must not see them.
                found = extract([as_record({**row, "pt": None})])
                score.add(identity(row), get(found), wanted)
    return scores


def _half(path: Path, halves: Collection[str]) -> Iterator[dict[str, Any]]:
    return (row for row in rows(path) if half_of(identity(row)) in halves)

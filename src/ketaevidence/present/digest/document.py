"""A digest as a plain document for machines: nothing is left out or shortened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ketaevidence.present.digest import words as told
from ketaevidence.present.digest.model import Digest, Moment, ResultChange
from ketaevidence.present.words import visible
from ketaevidence.synthesis.pools import Pool

#: The layout of the document; another layout gets another number.
_LAYOUT = 1


def document(digest: Digest) -> dict[str, Any]:
    """Give a digest as lists, texts and numbers, with the verdict first."""
    found: dict[str, Any] = {
        "layout": _LAYOUT,
        "review": digest.name,
        "title": digest.title,
        "verdict": verdict_document(digest),
        "since": _moment(digest.since),
        "until": _moment(digest.until),
        "is_empty": digest.is_empty,
        "has_news": digest.has_news,
        "is_alarming": digest.is_alarming,
        "results": [_result(change) for change in digest.results],
        "items": [asdict(item) for item in digest.items],
        "unchanged": list(digest.unchanged),
        "notes": list(digest.notes),
    }
    return dict(_visible(found))


def verdict_document(digest: Digest) -> dict[str, str]:
    """Give the verdict alone."""
    return asdict(digest.verdict)


def _moment(moment: Moment | None) -> dict[str, str | None] | None:
    return None if moment is None else asdict(moment)


def _result(change: ResultChange) -> dict[str, Any]:
    movement = change.movement
    return {
        "analysis": movement.kind,
        "group": movement.label,
        "title": change.title,
        "anchor": change.anchor,
        "unit": change.unit,
        "before": _pool(movement.before),
        "after": _pool(movement.after),
        "difference": movement.difference,
        "has_changed_in_meaning": change.meaning.has_changed,
        "why": list(change.meaning.why),
        "threshold": change.meaning.threshold,
        "held_null": change.meaning.held_null,
        "holds_null": change.meaning.holds_null,
        "certainty": change.certainty,
        "steps": [
            {
                "cause": step.cause,
                "words": told.CAUSE_WORDS[step.cause],
                "after": _pool(step.pool),
                "difference": step.difference,
                "has_moved": step.has_moved,
                "is_known": step.is_known,
            }
            for step in movement.steps
        ],
    }


def _pool(pool: Pool | None) -> dict[str, Any] | None:
    if pool is None:
        return None
    return asdict(pool) | {"studies": sorted(pool.studies)}


def _visible(value: Any) -> Any:
    """Take hidden characters out of every text; tuples become lists."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _visible(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_visible(inner) for inner in value]
    return value

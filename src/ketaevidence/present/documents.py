"""Analyses as plain documents for machines: lists, texts and numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ketaevidence.library import Refresh
from ketaevidence.pooling import Pooled
from ketaevidence.synthesis.model import Analysis, Group

#: What of a pooled result a machine gets, under the names that people know.
_POOLED_NAMES = (
    "k",
    "estimate",
    "se",
    "zval",
    "ddf",
    "pval",
    "ci_lb",
    "ci_ub",
    "pi_lb",
    "pi_ub",
    "tau2",
    "se_tau2",
    "I2",
    "H2",
    "QE",
    "QE_df",
    "QEp",
    "s2w",
    "method",
    "test",
    "level",
    "notes",
)


def refresh_document(found: Refresh) -> dict[str, Any]:
    """Give what a refresh found as a document, with what follows from it."""
    return {
        **asdict(found),
        "has_news": found.has_news,
        "is_alarming": found.is_alarming,
        "is_complete": True,
    }


def analyses_document(analyses: Sequence[Analysis]) -> list[dict[str, Any]]:
    """Give each analysis as a document that ``json.dumps`` can write."""
    return [
        {
            "kind": analysis.kind,
            "title": analysis.title,
            "meaning": analysis.meaning,
            "caution": analysis.caution,
            "groups": [_group(group) for group in analysis.groups],
            "kept_out": [asdict(kept) for kept in analysis.kept_out],
        }
        for analysis in analyses
    ]


def _group(group: Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "rows": [asdict(row) for row in group.rows],
        "pooled": None if group.pooled is None else pooled_document(group.pooled),
        "why_not_pooled": group.why_not_pooled,
    }


def pooled_document(pooled: Pooled) -> dict[str, Any]:
    """Give a pooled result as a document, with its settings and weights."""
    document = {name: getattr(pooled, name) for name in _POOLED_NAMES}
    document["settings"] = dict(pooled.settings)
    document["weights"] = [float(weight) for weight in pooled.weights]
    return document

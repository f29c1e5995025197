"""Decisions written for the tests, about records that do not exist."""

from __future__ import annotations

from dataclasses import replace

from ketaevidence.screening.model import Decision

AT = "2026-01-01T00:00:00Z"


def vote(  # noqa: PLR0917 (the parts of a decision)
    key, verdict="include", by="A", stage="title_abstract", reason=None, resolution=None, reviewers=2
):  # fmt: skip
    return Decision(key, stage, verdict, by, AT, reason, resolution, reviewers)


def full(key, verdict="include", by="A", reason=None, resolution=None, reviewers=2):  # noqa: PLR0917
    return vote(key, verdict, by, "full_text", reason, resolution, reviewers)


def asked_of(decisions, reviewers):
    """Give the same decisions in a review of so many reviewers."""
    return [replace(decision, reviewers=reviewers) for decision in decisions]

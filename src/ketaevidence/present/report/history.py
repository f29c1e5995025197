"""The versions of a review as its report tells them, newest first."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ketaevidence.library import Version
from ketaevidence.present import words
from ketaevidence.present.report.beside import Beside
from ketaevidence.present.whats_new import CAUSES


@dataclass(frozen=True, slots=True)
class VersionView:
    """One frozen version."""

    number: str
    day: str
    cause: str
    reason: str
    software: str
    #: SHA-256 of its numbers; it tells two copies apart.
    digest: str
    is_whole: bool
    is_this: bool
    studies: str


def version_views(beside: Beside) -> tuple[VersionView, ...]:
    """Give every frozen version, the newest first."""
    return tuple(_view(version, beside) for version in reversed(beside.versions or ()))


def _view(version: Version, beside: Beside) -> VersionView:
    names = dict(version.software)
    return VersionView(
        number=version.number,
        day=version.at[:10],
        cause=CAUSES.get(version.cause, version.cause),
        reason=words.sentence(version.reason),
        software=f"ketaevidence {names.get('ketaevidence', 'not recorded')}",
        digest=version.digest,
        is_whole=version.is_whole,
        is_this=version.number == beside.number,
        studies=_studies(version),
    )


def _studies(version: Version) -> str:
    """Say how many studies a version had included, as far as its document says."""
    if not version.is_whole:
        return "not known"
    n = json.loads(version.document).get("flow", {}).get("included_studies")
    return "not known" if n is None else f"{n:,}"

"""Whether a frozen version gives the same numbers when it is made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketaevidence.library import Version
from ketaevidence.synthesis.differences import ABSENT, Difference, differences
from ketaevidence.synthesis.frozen import Document

#: ``equal``: every value, to the last bit. ``rounded``: numbers differ by less than
#: 1e-12 of their size. ``differs``: something else does. ``damaged``: what is stored is
#: not what was frozen. ``not_recomputed``: this program could not make it again.
Verdict = Literal["equal", "rounded", "differs", "damaged", "not_recomputed"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of making one version again from the store.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> _ = review.freeze("the first version")
    >>> (found,) = review.verify()
    >>> found.number, found.verdict, found.is_good
    ('2026.0.0', 'equal', True)
    """

    number: str
    verdict: Verdict
    #: Every place that differs, rounding included.
    differences: tuple[Difference, ...] = ()
    #: (name, version then, version now) of programs that are not the same now; ``None``
    #: where there was, or is, no such program.
    software: tuple[tuple[str, str | None, str | None], ...] = ()
    #: Why it is damaged or was not made again.
    why: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether the version says today what it said when it was frozen."""
        return self.verdict in ("equal", "rounded")

    @property
    def real(self) -> tuple[Difference, ...]:
        """The differences that are more than rounding."""
        return tuple(found for found in self.differences if not found.is_rounding)


def damage_of(version: Version) -> str | None:
    """Say how what is stored of a version is damaged; ``None`` if it is not."""
    if not version.document:
        return "its stored numbers cannot be read"
    if not version.is_whole:
        return "its stored numbers are not those that were frozen: the SHA-256 differs"
    if dict(version.software) != json.loads(version.document)["software"]:
        return "the programs named beside its numbers are not those named in them"
    return None


def compare(
    version: Version, made_again: Document, software: Mapping[str, str]
) -> Verified:
    """Compare a version, whole as it is stored, with the same state made again.

    Parameters
    ----------
    version
        The version, undamaged.
    made_again
        Its document as this program makes it.
    software
        The programs that made it again, by name.
    """
    frozen = json.loads(version.document)
    found = tuple(
        found
        for found in differences(frozen, made_again)
        if found.place[0] != "software"
        # A setting that did not exist then has its default now: nothing was changed.
        and not (found.place[0] == "question" and found.before is ABSENT)
    )
    was = dict(version.software)
    others = tuple(
        (name, was.get(name), software.get(name))
        for name in sorted(was.keys() | software.keys())
        if was.get(name) != software.get(name)
    )
    verdict: Verdict = "equal"
    if found:
        is_rounding = all(place.is_rounding for place in found)
        verdict = "rounded" if is_rounding else "differs"
    return Verified(version.number, verdict, found, others)

"""Apply files in order: each record's newest form stands, and deletions count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketaevidence.baseline.screen import Form, Screened
from ketaevidence.pubmed.formats import PUBMED_XML, Incoming, read_incoming
from ketaevidence.records.broken import BrokenRecord


@dataclass(frozen=True, slots=True)
class Known:
    """What the review has of a record already."""

    version: int
    matches: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the files come to, all applied."""

    #: The form that stands of every record to take in, in the order of the files.
    incoming: tuple[Incoming, ...]
    #: Keys of the review's records that the files delete.
    withdrawn: tuple[str, ...]
    broken: tuple[BrokenRecord, ...]
    files: int
    #: Records in all files, each form counted.
    read: int
    #: Of ``incoming``: those that match, and those that the review has and that match
    #: no more.
    matched: int
    ceased: int
    #: Records that matched in an earlier form, match no more and are left out.
    left_out: int
    #: Records that matched, were deleted and are not in the review.
    deleted: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a form of a record stood: the file, and the position in it."""

    file: int
    position: int


#: The form of a record that the review had before these files.
_BEFORE = _Place(-1, -1)


@dataclass(slots=True)
class _State:
    """The versions of the records of interest, as they stand up to here."""

    known: Mapping[int, Known]
    #: PMID: version: where its newest form stood.
    versions: dict[int, dict[int, _Place]] = field(default_factory=dict)
    forms: dict[_Place, Form] = field(default_factory=dict)
    #: PMIDs that matched in any form.
    ever_matched: set[int] = field(default_factory=set)

    def put(self, pmid: int, version: int, place: _Place, form: Form | None) -> None:
        """Let a form be its version's newest."""
        versions = self.versions.setdefault(pmid, {})
        self.forms.pop(versions.get(version, _BEFORE), None)
        versions[version] = place
        if form is not None:
            self.forms[place] = form
            if form.matches:
                self.ever_matched.add(pmid)

    def delete(self, pmid: int, version: int) -> None:
        """Take a version away, if it is here."""
        place = self.versions.get(pmid, {}).pop(version, None)
        if place is not None:
            self.forms.pop(place, None)


def apply(results: Sequence[Screened], known: Mapping[int, Known]) -> Outcome:
    """Apply the results of files in order.

    Of each record the highest version stands, and of one version the newest form. A
    deletion takes a version away; a later file may bring it again.

    Parameters
    ----------
    results
        What each file says, in the order of the files. It is gone through twice.
    known
        What the review has, by PMID; every form of these was kept.
    """
    matching = {pmid for result in results for pmid in _matching(result)}
    state = _State(known)
    for pmid, had in known.items():
        state.versions[pmid] = {had.version: _BEFORE}
        if had.matches:
            state.ever_matched.add(pmid)
    of_interest = matching | known.keys()
    broken: list[BrokenRecord] = []
    names, read = [], 0
    for number, result in enumerate(results):
        names.append(result.name)
        read += len(result.pmids) // 4
        broken += result.broken
        _apply_one(state, number, result, of_interest)
    return _outcome(state, names, read, broken)


def _matching(result: Screened) -> Iterable[int]:
    if not result.forms:
        return
    pmids = result.keys()
    yield from (pmids[form.position] for form in result.forms if form.matches)


def _apply_one(
    state: _State, number: int, result: Screened, of_interest: set[int]
) -> None:
    pmids = result.keys()
    if not of_interest.isdisjoint(pmids):
        versions = dict(result.versions)
        forms = {form.position: form for form in result.forms}
        for position, pmid in enumerate(pmids):
            if pmid in of_interest:
                place = _Place(number, position)
                version = versions.get(position, 1)
                state.put(pmid, version, place, forms.get(position))
    for pmid, version in result.deleted:
        state.delete(pmid, version)


def _outcome(
    state: _State, names: Sequence[str], read: int, broken: list[BrokenRecord]
) -> Outcome:
    standing: list[tuple[_Place, Form]] = []
    withdrawn: list[int] = []
    counts = dict.fromkeys(("matched", "ceased", "left_out", "deleted"), 0)
    for pmid, versions in state.versions.items():
        if not versions:
            if pmid in state.known:
                withdrawn.append(pmid)
            elif pmid in state.ever_matched:
                counts["deleted"] += 1
            continue
        place = versions[max(versions)]
        form = state.forms.get(place)
        if form is not None and form.matches:
            counts["matched"] += 1
            standing.append((place, form))
        elif place == _BEFORE or pmid not in state.ever_matched:
            continue
        elif form is not None and pmid in state.known:
            counts["ceased"] += 1
            standing.append((place, form))
        else:
            counts["left_out"] += 1
    standing.sort(key=lambda item: (item[0].file, item[0].position))
    return Outcome(
        incoming=tuple(
            read_incoming(form.raw, PUBMED_XML, names[place.file])
            for place, form in standing
        ),
        withdrawn=tuple(f"pmid:{pmid}" for pmid in sorted(withdrawn)),
        broken=tuple(broken),
        files=len(names),
        read=read,
        **counts,
    )

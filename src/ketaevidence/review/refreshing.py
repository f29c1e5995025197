"""One refresh: search PubMed, download everything, compare, land one new state.

The review's present state is not touched before the last step, and that is one
transaction. A refresh that fails or dies leaves the review as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from ketaevidence.errors import KetaEvidenceError, PubMedIncompleteError
from ketaevidence.library import Library, Refresh, Search
from ketaevidence.pubmed.client import Client
from ketaevidence.pubmed.fetch import fetch_records
from ketaevidence.pubmed.search import run_search
from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.integrity import evidence_fingerprint, notices, signals
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import standings
from ketaevidence.screening.model import Decision

#: A search that finds so many records fewer than the last one is not believed: more
#: than this share, and more than this number, of what it found before.
SHRINK_SHARE = 0.2
SHRINK_NUMBER = 5

#: What PubMed may say of an included record that a person must hear of.
_ALARMING = frozenset({"retracted", "concern"})

_PMID = "pmid:"

#: Says how many records of how many have been downloaded.
Progress = Callable[[int, int], None]


def run_refresh(  # noqa: PLR0913 (the parts of a refresh, each by name)
    library: Library,
    client: Client,
    term: str,
    *,
    now: Callable[[], str],
    software: str,
    watched: Iterable[str] = (),
    accept_shrink: bool = False,
    progress: Progress | None = None,
) -> Refresh:
    """Refresh a store from PubMed; the caller holds the review's lock.

    Parameters
    ----------
    library
        The review's store.
    client
        The connection to PubMed.
    term
        The search.
    now
        Gives the time, ISO 8601 in UTC.
    software
        What lands the state.
    watched
        Records that alarm like included ones: further reports of included studies.
    accept_shrink
        Believe a search that finds far fewer records than the last one.
    progress
        Called after each batch with the records downloaded and the records to download.

    Returns
    -------
    Refresh
        What changed.

    Raises
    ------
    PubMedError
        If PubMed cannot be asked or its answers do not add up. Nothing is changed.
    LibraryError
        If the store is damaged or cannot be written. Nothing is changed.
    """
    library.check_room()
    before = library.searches()
    started = now()
    attempt = library.begin_refresh(
        term=term, at=started, software=software, server=client.url
    )
    with _failure_noted(library, attempt, now):
        answer = run_search(client, term)
        if before and not accept_shrink:
            _check_shrinking(answer.count, before[-1])
        search = Search(
            at=started,
            term=answer.term,
            translation=answer.translation,
            count=answer.count,
            retrieved=len(answer.pmids),
            warnings=answer.warnings,
        )
        found = [_PMID + pmid for pmid in answer.pmids]
        known = [key for key in library.record_keys() if key.startswith(_PMID)]
        targets = dict.fromkeys([*found, *known])
        broken = _download(
            library, client, attempt, targets, now=now, progress=progress
        )
        landed = library.land(
            attempt,
            search,
            found=found,
            targets=targets,
            broken=broken,
            at=now(),
            software=software,
        )
    return Refresh(
        at=landed.at,
        term=search.term,
        translation=search.translation,
        count=search.count,
        asked=landed.asked,
        unchanged=landed.unchanged,
        events=landed.events,
        warnings=search.warnings,
        new_warnings=tuple(
            warning
            for warning in search.warnings
            if before and warning not in before[-1].warnings
        ),
        translation_changed=bool(
            before
            and before[-1].term == search.term
            and before[-1].translation != search.translation
        ),
        to_look_at_again=_to_look_at_again(library),
        alarms=_alarms(library, frozenset(watched)),
    )


@contextmanager
def _failure_noted(
    library: Library, attempt: int, now: Callable[[], str]
) -> Iterator[None]:
    """Write down why a refresh failed, for `status` to tell."""
    try:
        yield
    except KetaEvidenceError as error:
        # Why the refresh failed matters more than that this could not be noted.
        with suppress(KetaEvidenceError):
            library.fail_refresh(attempt, at=now(), why=str(error))
        raise
    except BaseException:
        with suppress(KetaEvidenceError):
            library.fail_refresh(attempt, at=now(), why="it was interrupted")
        raise


def _check_shrinking(count: int, last: Search) -> None:
    lost = last.count - count
    is_gone = count == 0 and last.count > 0
    if is_gone or lost > max(SHRINK_NUMBER, SHRINK_SHARE * last.count):
        msg = (
            f"The search finds {count} records and found {last.count} on "
            f"{last.at[:10]}. So large a fall is more often a fault than the truth. "
            "Nothing was changed; look at the search, or accept it with "
            "--accept-shrink, in Python accept_shrink=True."
        )
        raise PubMedIncompleteError(msg)


def _download(  # noqa: PLR0913 (what a download needs, each by name)
    library: Library,
    client: Client,
    attempt: int,
    targets: Iterable[str],
    *,
    now: Callable[[], str],
    progress: Progress | None,
) -> tuple[BrokenRecord, ...]:
    """Stage every record that is not staged yet, and give what cannot be read."""
    broken: list[BrokenRecord] = []
    here = library.staged_keys(attempt)
    wanted = list(targets)
    lacking = [key.removeprefix(_PMID) for key in wanted if key not in here]
    done = len(wanted) - len(lacking)
    for batch in fetch_records(client, lacking):
        missing = [_PMID + pmid for pmid in batch.missing]
        library.stage(attempt, batch.incoming, missing, at=now())
        broken += batch.broken
        done += len(batch.asked)
        if progress is not None:
            progress(done, len(wanted))
    return tuple(broken)


def _to_look_at_again(library: Library) -> tuple[str, ...]:
    return tuple(
        key
        for key, then, now, is_same_format in library.texts_decided_on()
        if _is_other_evidence(then, now, is_same_format=is_same_format)
    )


def _is_other_evidence(then: Record, now: Record, *, is_same_format: bool) -> bool:
    """Say whether what was decided on has changed.

    PubMed's text format carries less than its XML; of two formats only what both carry
    is compared.
    """
    if is_same_format:
        return evidence_fingerprint(then) != evidence_fingerprint(now)
    same_text = " ".join(then.text.split()) == " ".join(now.text.split())
    return not same_text or signals(then) != signals(now)


def _alarms(library: Library, watched: frozenset[str]) -> tuple[str, ...]:
    """Give included records that were struck after the newest decision on them.

    It is the state that alarms, not the event: until a person decides again on the
    record as it is now, every refresh alarms, whoever brought the notice.
    """
    struck = [
        key
        for key, then, now, _ in library.texts_decided_on()
        if any(signal in _ALARMING for signal, _, _ in notices(now) - notices(then))
    ]
    decisions = [
        Decision(d.record_key, d.stage, d.verdict, d.by, d.at, d.reason)  # type: ignore[arg-type]  # the store checks them
        for d in library.decisions()
    ]
    where = standings(struck, decisions)
    # Included on its title counts as well: it is on its way into the review.
    return tuple(
        sorted(
            key
            for key, (standing, decision) in where.items()
            if key in watched
            or standing == "included"
            or (standing == "awaiting" and decision is not None)
        )
    )

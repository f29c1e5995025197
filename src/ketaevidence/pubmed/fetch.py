"""Fetch records by PMID and account for every one: it came, or it is missing by name.

PubMed leaves out a record that it cannot find without a word, and an outage does the
same. So a PMID counts as missing only after it was asked for alone three times more,
each time beside a record that is known to exist and did come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ketaevidence.errors import (
    PubMedIncompleteError,
    PubMedQueryError,
    PubMedUnavailableError,
    ReadError,
)
from ketaevidence.pubmed.answers import NoSuchIdsError, TransientError
from ketaevidence.pubmed.client import Client, Tries
from ketaevidence.pubmed.formats import PUBMED_XML, Incoming, read_incoming
from ketaevidence.pubmed.slices import Slice, slices

#: Records that PubMed has had for years, to ask for beside one that seems missing
#: when none has come yet: two trials of ketamine in CRPS (2009).
KNOWN_PMIDS = ("19604642", "19783371")
#: How often a missing PMID is asked for alone before it is believed.
_CONFIRMATIONS = 3
#: Failures of a large batch before it is halved.
_FAILURES_BEFORE_HALVING = 2
#: A batch this small is not the reason for a failure.
_SMALLEST_BATCH = 10
_PMID = re.compile(r"[1-9][0-9]{0,8}")
_OWN_PMID = re.compile(rb"<PMID\b[^>]*>\s*([0-9]{1,9})\s*</PMID>")

_Found = dict[str, tuple[Incoming, ...]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some of the PMIDs asked for."""

    #: The PMIDs, in the order in which they were asked for.
    asked: tuple[str, ...]
    #: Their records in the same order; several versions of one PMID from the lowest
    #: to the highest.
    incoming: tuple[Incoming, ...]
    #: The PMIDs of ``asked`` that PubMed does not have.
    missing: tuple[str, ...]


def fetch_records(
    client: Client, pmids: Iterable[str], *, batch: int = 200
) -> Iterator[Batch]:
    """Fetch records, batch by batch.

    Parameters
    ----------
    client
        The connection.
    pmids
        The PMIDs; one that is named twice is asked for once.
    batch
        How many to ask for at once.

    Yields
    ------
    Batch
        Its PMIDs are those of ``incoming`` and ``missing`` together, none twice.

    Raises
    ------
    PubMedQueryError
        If something given is no PMID; nothing is asked for then.
    PubMedIncompleteError
        If PubMed keeps sending other records than those asked for, or damaged ones.
    PubMedError
        If PubMed gave no answer.
    """
    wanted = tuple(dict.fromkeys(pmids))
    wrong = [pmid for pmid in wanted if not _PMID.fullmatch(pmid)]
    if wrong:
        msg = f"{wrong[0][:40]!r} is no PMID: a number of up to nine digits is."
        raise PubMedQueryError(msg)
    # A generator of its own, so that a wrong PMID is refused at the call.
    return _batches(client, wanted, batch)


def _batches(client: Client, wanted: tuple[str, ...], size: int) -> Iterator[Batch]:
    known: tuple[str, ...] = KNOWN_PMIDS
    for start in range(0, len(wanted), size):
        asked = wanted[start : start + size]
        found = _fetch(client, asked, Tries())
        if found:
            known = (next(iter(found)), *KNOWN_PMIDS)
        for pmid in asked:
            if pmid not in found:
                again = _ask_alone(client, pmid, next(k for k in known if k != pmid))
                if again:
                    found[pmid] = again
        yield Batch(
            asked=asked,
            incoming=tuple(item for pmid in asked for item in found.get(pmid, ())),
            missing=tuple(pmid for pmid in asked if pmid not in found),
        )


def _fetch(client: Client, asked: tuple[str, ...], tries: Tries) -> _Found:
    """Ask for some records, in halves if PubMed fails at so many."""
    may_halve = len(asked) > _SMALLEST_BATCH
    before = tries.failures
    try:
        return _ask(
            client, asked, tries, _FAILURES_BEFORE_HALVING if may_halve else None
        )
    except NoSuchIdsError:
        return {}
    except (PubMedUnavailableError, PubMedIncompleteError):
        failed_here = tries.failures - before
        if failed_here < _FAILURES_BEFORE_HALVING or not may_halve:
            raise
        if not client.may_try_again(tries):
            raise
    client.pause(tries.failures)
    middle = len(asked) // 2
    first = _fetch(client, asked[:middle], tries)
    return first | _fetch(client, asked[middle:], tries)


def _ask_alone(client: Client, pmid: str, known: str) -> tuple[Incoming, ...]:
    """Ask for one record beside a known one until it comes or is surely missing."""
    absences = 0
    tries = Tries()
    while absences < _CONFIRMATIONS:
        try:
            found = _ask(client, (pmid, known), tries, must_hold=known)
        except NoSuchIdsError:
            # It denies the known record too, so it is an outage in other words.
            tries.failures += 1
            if client.may_try_again(tries):
                client.pause(tries.failures)
                continue
            found = None
        if found is None:
            msg = (
                f"PubMed says that PMID {known} does not exist, which it does; so it "
                f"cannot be believed about {pmid} either. Run this again later."
            )
            raise PubMedIncompleteError(msg)
        if pmid in found:
            return found[pmid]
        absences += 1
    return ()


def _ask(
    client: Client,
    asked: tuple[str, ...],
    tries: Tries,
    at_most: int | None = None,
    must_hold: str | None = None,
) -> _Found:
    params = {"db": "pubmed", "id": ",".join(asked), "retmode": "xml"}
    read = partial(_read, asked=frozenset(asked), must_hold=must_hold)
    return client.ask("efetch", params, read, tries=tries, at_most=at_most)


def _read(body: bytes, *, asked: frozenset[str], must_hold: str | None) -> _Found:
    """Read a record set, and refuse one with anything that was not asked for."""
    found: dict[str, dict[int, Incoming]] = {}
    for piece in _pieces(body):
        item = _record(piece)
        pmid = item.record.pmid or ""
        if pmid not in asked:
            msg = "an answer with a record that was not asked for"
            raise TransientError(msg, final=PubMedIncompleteError)
        versions = found.setdefault(pmid, {})
        first = versions.setdefault(item.record.version, item)
        if first.fingerprint != item.fingerprint:
            msg = f"an answer with two different records of PMID {pmid}"
            raise TransientError(msg, final=PubMedIncompleteError)
    if must_hold is not None and must_hold not in found:
        msg = f"an answer without PMID {must_hold}, which exists"
        raise TransientError(msg, final=PubMedIncompleteError)
    return {
        pmid: tuple(versions[number] for number in sorted(versions))
        for pmid, versions in found.items()
    }


def _pieces(body: bytes) -> tuple[Slice, ...]:
    try:
        pieces = tuple(slices(body, "PubMed's answer"))
    except ReadError:
        pieces = None
    if pieces is None:
        msg = "a record set that is cut short, or no record set"
        raise TransientError(msg)
    return tuple(piece for piece in pieces if piece.kind != "DeleteCitation")


def _record(piece: Slice) -> Incoming:
    try:
        return read_incoming(piece.raw, PUBMED_XML, "PubMed's answer")
    except (ReadError, ValueError):
        # The reader's own message may quote the answer.
        pass
    own = _OWN_PMID.search(piece.raw)
    name = f"PMID {own[1].decode()}" if own else "one record"
    msg = f"an answer in which {name} is damaged"
    raise TransientError(msg, final=PubMedIncompleteError)

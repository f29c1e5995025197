"""Fetch records by PMID and account for every one: here, missing, or broken, by name.

PubMed leaves out a record that it cannot find without a word, and an outage does the
same. So a PMID counts as missing only after it was asked for alone three times more,
each time beside a record that is known to exist and did come. A record that cannot be
read costs itself only: it is asked for alone, and set aside when it stays damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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
from ketaevidence.records.broken import BrokenRecord

#: Records that PubMed has had for years, to ask for beside one that seems missing
#: when none has come yet: two trials of ketamine in CRPS (2009).
KNOWN_PMIDS = ("19604642", "19783371")
#: How often a missing PMID is asked for alone before it is believed.
_CONFIRMATIONS = 3
#: Failures of a large batch before it is halved.
_FAILURES_BEFORE_HALVING = 2
#: A batch this small is not the reason for a failure.
_SMALLEST_BATCH = 10
#: How often an answer with damaged records is asked for again before the other records
#: in it are taken: of a batch, and of one record beside a known one.
_DAMAGED_BATCHES = 2
_DAMAGED_ALONE = 3
#: More damaged records than this in one answer are an outage and no broken records.
MOST_DAMAGED = 10
#: What messages call an answer.
_ANSWER = "PubMed's answer"
_PMID = re.compile(r"[1-9][0-9]{0,8}")
#: A record's own PMID stands at its beginning; those of other records stand later.
_OWN_PMID = re.compile(
    rb"\s*<Pubmed(?:Book)?Article\b[^>]*>\s*<(?:MedlineCitation|BookDocument)\b[^>]*>"
    rb"\s*<PMID\b[^>]*>\s*([0-9]{1,9})\s*</PMID>"
)


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
    #: What PubMed sends for the others and cannot be read, each with its PMID.
    broken: tuple[BrokenRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class _Received:
    """What one answer held."""

    found: dict[str, tuple[Incoming, ...]]
    #: Records that cannot be read, with their own PMID where it can be made out.
    damaged: tuple[BrokenRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class _Alone:
    """What came of one PMID that was asked for alone."""

    incoming: tuple[Incoming, ...] = ()
    broken: BrokenRecord | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing came."""
        return not self.incoming and self.broken is None


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
        Its PMIDs are those of ``incoming``, ``missing`` and ``broken`` together, none
        twice.

    Raises
    ------
    PubMedQueryError
        If something given is no PMID; nothing is asked for then.
    PubMedIncompleteError
        If PubMed keeps sending other records than those asked for, or damaged ones of
        which it is not certain which they are.
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
        received = _fetch(client, asked, Tries())
        if received.found:
            known = (next(iter(received.found)), *KNOWN_PMIDS)
        alone = {
            pmid: _ask_alone(client, pmid, next(k for k in known if k != pmid))
            for pmid in asked
            if pmid not in received.found
        }
        _check_none_is_denied(received.damaged, alone)
        came = received.found | {pmid: one.incoming for pmid, one in alone.items()}
        yield Batch(
            asked=asked,
            incoming=tuple(item for pmid in asked for item in came[pmid]),
            missing=tuple(pmid for pmid, one in alone.items() if one.is_missing),
            broken=tuple(one.broken for one in alone.values() if one.broken),
        )


def _check_none_is_denied(
    damaged: tuple[BrokenRecord, ...], alone: Mapping[str, _Alone]
) -> None:
    """Refuse to call a record missing that PubMed sent, in a form nobody can read."""
    missing = {pmid for pmid, one in alone.items() if one.is_missing}
    denied = sorted(missing.intersection(piece.pmid or "" for piece in damaged))
    if not denied and len(missing) <= len(alone) - len(damaged):
        return
    which = f"PMID {denied[0]}" if denied else "a record"
    msg = (
        f"PubMed sent {which} in a form that cannot be read, and then said that there "
        "is no such record. Nothing was changed; run this again later."
    )
    raise PubMedIncompleteError(msg)


def _fetch(client: Client, asked: tuple[str, ...], tries: Tries) -> _Received:
    """Ask for some records, in halves if PubMed fails at so many."""
    may_halve = len(asked) > _SMALLEST_BATCH
    before = tries.failures
    read = _Reader(asked, bears_at=_DAMAGED_BATCHES)
    try:
        return _ask(
            client, read, tries, _FAILURES_BEFORE_HALVING if may_halve else None
        )
    except NoSuchIdsError:
        return _Received({})
    except (PubMedUnavailableError, PubMedIncompleteError):
        failed_here = tries.failures - before
        if failed_here < _FAILURES_BEFORE_HALVING or not may_halve:
            raise
        if not client.may_try_again(tries):
            raise
    client.pause(tries.failures)
    middle = len(asked) // 2
    first = _fetch(client, asked[:middle], tries)
    second = _fetch(client, asked[middle:], tries)
    return _Received(first.found | second.found, first.damaged + second.damaged)


def _ask_alone(client: Client, pmid: str, known: str) -> _Alone:
    """Ask for one record beside a known one until it comes or surely does not."""
    absences = 0
    tries = Tries()
    while absences < _CONFIRMATIONS:
        received = None
        try:
            read = _Reader((pmid, known), must_hold=known, bears_at=_DAMAGED_ALONE)
            received = _ask(client, read, tries)
        except NoSuchIdsError:
            # It denies the known record too, so it is an outage in other words.
            tries.failures += 1
            if client.may_try_again(tries):
                client.pause(tries.failures)
                continue
        if received is None:
            msg = (
                f"PubMed says that PMID {known} does not exist, which it does; so it "
                f"cannot be believed about {pmid} either. Run this again later."
            )
            raise PubMedIncompleteError(msg)
        if pmid in received.found:
            return _Alone(incoming=received.found[pmid])
        if received.damaged:
            # The known record came whole, so the damaged one is the other.
            return _Alone(broken=replace(received.damaged[0], pmid=pmid))
        absences += 1
    return _Alone()


def _ask(
    client: Client, read: _Reader, tries: Tries, at_most: int | None = None
) -> _Received:
    params = {"db": "pubmed", "id": ",".join(read.asked), "retmode": "xml"}
    return client.ask("efetch", params, read, tries=tries, at_most=at_most)


class _Reader:
    """Reads the answers to one question, and bears with damage that lasts."""

    def __init__(
        self, asked: tuple[str, ...], *, must_hold: str | None = None, bears_at: int
    ) -> None:
        self.asked = asked
        self._must_hold = must_hold
        self._bears_at = bears_at
        self._damaged_answers = 0

    def __call__(self, body: bytes) -> _Received:
        """Give what an answer holds, or have it asked for again."""
        received = _read(body, frozenset(self.asked))
        if self._must_hold is not None and self._must_hold not in received.found:
            msg = f"an answer without PMID {self._must_hold}, which exists"
            raise TransientError(msg, final=PubMedIncompleteError)
        if received.damaged:
            self._damaged_answers += 1
            if self._damaged_answers < self._bears_at:
                first = received.damaged[0].pmid
                which = f"PMID {first}" if first else "one record"
                msg = f"an answer in which {which} is damaged"
                raise TransientError(msg, final=PubMedIncompleteError)
        return received


def _read(body: bytes, asked: frozenset[str]) -> _Received:
    """Read a record set, and refuse one with anything that was not asked for."""
    found: dict[str, dict[int, Incoming]] = {}
    damaged: list[BrokenRecord] = []
    for piece in _pieces(body):
        item = _item(piece)
        if isinstance(item, BrokenRecord):
            damaged.append(item)
            continue
        pmid = item.record.pmid or ""
        if pmid not in asked:
            msg = "an answer with a record that was not asked for"
            raise TransientError(msg, final=PubMedIncompleteError)
        versions = found.setdefault(pmid, {})
        first = versions.setdefault(item.record.version, item)
        if first.fingerprint != item.fingerprint:
            msg = f"an answer with two different records of PMID {pmid}"
            raise TransientError(msg, final=PubMedIncompleteError)
    _check_damaged(damaged, asked - found.keys())
    return _Received(
        {
            pmid: tuple(versions[number] for number in sorted(versions))
            for pmid, versions in found.items()
        },
        tuple(damaged),
    )


def _check_damaged(damaged: list[BrokenRecord], lacking: frozenset[str]) -> None:
    """Refuse an answer whose damaged records cannot all be ones that are lacking."""
    if len(damaged) > MOST_DAMAGED:
        msg = f"an answer with {len(damaged)} damaged records"
        raise TransientError(msg, final=PubMedIncompleteError)
    named = [piece.pmid for piece in damaged if piece.pmid]
    is_clear = len(set(named)) == len(named) and lacking.issuperset(named)
    if len(damaged) > len(lacking) or not is_clear:
        msg = "an answer with a damaged record of which it is not clear which it is"
        raise TransientError(msg, final=PubMedIncompleteError)


def _pieces(body: bytes) -> tuple[Slice, ...]:
    try:
        pieces = tuple(slices([body], _ANSWER))
    except ReadError:
        pieces = None
    if pieces is None:
        msg = "a record set that is cut short, or no record set"
        raise TransientError(msg)
    return tuple(piece for piece in pieces if piece.kind != "DeleteCitation")


def _item(piece: Slice) -> Incoming | BrokenRecord:
    problem = piece.problem
    if problem is None:
        try:
            return read_incoming(piece.raw, PUBMED_XML, _ANSWER)
        except (ReadError, ValueError) as error:
            problem = str(error)
    own = _OWN_PMID.match(piece.raw)
    return BrokenRecord(
        source=_ANSWER,
        offset=piece.offset,
        problem=" ".join(problem.removeprefix(f"{_ANSWER}: ").rstrip(".").split()),
        raw=piece.raw,
        pmid=own[1].decode() if own else None,
    )

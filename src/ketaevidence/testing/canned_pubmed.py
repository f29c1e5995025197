"""A PubMed of canned answers: the real client, search and reader, and no network.

Only what goes over the wire is replaced. A test that refreshes against it runs the same
code that a refresh from PubMed runs: two searches that must agree, every record asked
for by its PMID, the XML read by the reader of real records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from ketaevidence.errors import UsageError
from ketaevidence.pubmed.answers import Reply, TransientError
from ketaevidence.pubmed.client import Client, Clock
from ketaevidence.pubmed.fetch import KNOWN_PMIDS
from ketaevidence.pubmed.gate import Gate
from ketaevidence.pubmed.search import CEILING
from ketaevidence.pubmed.transport import Address, Limits, Transport
from ketaevidence.testing.canned_record import Fields, record_xml

#: A name that no name service may ever know (RFC 2606): if anything were sent after
#: all, it would reach nobody.
_NOWHERE = "https://pubmed.invalid/"
_RETRACTED = "Retracted Publication"
_UTILITY = re.compile(r"(\w+)\.fcgi")

#: Says of (the search's term, a PMID) whether the search finds the record.
Matches = Callable[[str, str], bool]


class CannedPubMed:
    """A PubMed that holds the records you give it, for tests that run offline.

    Parameters
    ----------
    records
        The fields of each record by its PMID; ``title`` is needed, the rest is not.
        Take PMIDs from 90000000 on, which PubMed has not given yet, and invent what
        the records say.
    matches
        Says of (term, PMID) whether a search finds the record; left out, every search
        finds every record.

    Raises
    ------
    UsageError
        If a record cannot be one; it names the PMID and the field.

    Examples
    --------
    >>> from ketaevidence.testing import CannedPubMed
    >>> import ketaevidence as ke
    >>> import tempfile
    >>> pubmed = CannedPubMed({"90000001": {"title": "Ketamine in an invented trial"}})
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with ke.init_review(f"{place}/r") as review, pubmed.client() as client:
    ...         first = review.refresh(client=client)
    ...         _ = review.decide_on({"90000001": "include"}, by="A. Reader")
    ...         pubmed.retract("90000001")
    ...         second = review.refresh(client=client)
    >>> first.new, second.retracted, second.is_alarming
    (('pmid:90000001',), ('pmid:90000001',), True)
    """

    def __init__(
        self,
        records: Mapping[str, Fields] | None = None,
        *,
        matches: Matches = lambda _term, _pmid: True,
    ) -> None:
        self._fields: dict[str, dict[str, Any]] = {}
        self._xml: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._matches = matches
        #: Whether it answers no more, as in an outage.
        self.is_down = False
        #: Every (utility, what it was asked), in order; without address and key.
        self.asked: list[tuple[str, dict[str, str]]] = []
        for pmid, fields in (records or {}).items():
            self.add(pmid, **fields)

    def client(self) -> Client:
        """Give a connection to this PubMed, for ``review.refresh(client=...)``.

        It reads no environment, waits for nothing and opens no connection.

        Examples
        --------
        >>> from ketaevidence.testing import CannedPubMed
        >>> with CannedPubMed().client() as client:
        ...     print(client.url)
        https://pubmed.invalid/
        """
        return _OfflineClient(self)

    # What a test changes between two refreshes ---------------------------------

    def add(self, pmid: str, **fields: Any) -> None:
        """Let a record appear.

        Raises
        ------
        UsageError
            If it cannot be a record, if there is one with this PMID, or if there are
            as many as one search gives.
        """
        if pmid in self._xml:
            msg = f"PMID {pmid} is here already; change it with revise()."
            raise UsageError(msg)
        if len(self._xml) >= CEILING:
            msg = f"A canned PubMed holds {CEILING} records: what one search gives."
            raise UsageError(msg)
        self._xml[pmid] = record_xml(pmid, fields)
        self._fields[pmid] = fields

    def revise(self, pmid: str, **fields: Any) -> None:
        """Let a record say something else in the fields that are named.

        Raises
        ------
        UsageError
            If there is none with this PMID, or it cannot be a record any more.
        """
        changed = self._known(pmid) | fields
        self._xml[pmid] = record_xml(pmid, changed)
        self._fields[pmid] = changed

    def retract(self, pmid: str) -> None:
        """Let PubMed mark a record as retracted.

        Raises
        ------
        UsageError
            If there is none with this PMID.
        """
        types = [*self._known(pmid).get("publication_types", ("Journal Article",))]
        self.revise(pmid, publication_types=[*types, _RETRACTED])

    def hide(self, pmid: str) -> None:
        """Let the search find a record no more, while PubMed still has it.

        Raises
        ------
        UsageError
            If there is none with this PMID.
        """
        self._known(pmid)
        self._hidden.add(pmid)

    def remove(self, pmid: str) -> None:
        """Let a record vanish from PubMed.

        Raises
        ------
        UsageError
            If there is none with this PMID.
        """
        self._known(pmid)
        del self._fields[pmid], self._xml[pmid]
        self._hidden.discard(pmid)

    def _known(self, pmid: str) -> dict[str, Any]:
        if pmid not in self._fields:
            msg = f"There is no record {pmid} here; add() makes one."
            raise UsageError(msg)
        return self._fields[pmid]

    # What it answers -------------------------------------------------------------

    def _answer(self, utility: str, form: Mapping[str, str]) -> bytes:
        told = {k: v for k, v in form.items() if k not in ("tool", "email")}
        self.asked.append((utility, told))
        if self.is_down:
            msg = "the canned PubMed was told to be down"
            raise TransientError(msg)
        if utility == "esearch":
            return self._found(form.get("term", "")).encode()
        if utility == "efetch":
            return self._fetched(form.get("id", "").split(",")).encode()
        msg = f"The canned PubMed has no utility {utility!r}, only esearch and efetch."
        raise UsageError(msg)

    def _found(self, term: str) -> str:
        hits = [
            pmid
            for pmid in sorted(self._xml, key=int, reverse=True)
            if pmid not in self._hidden and self._matches(term, pmid)
        ]
        ids = "".join(f"<Id>{pmid}</Id>" for pmid in hits)
        return (
            f"<eSearchResult><Count>{len(hits)}</Count><RetMax>{len(hits)}</RetMax>"
            f"<RetStart>0</RetStart><IdList>{ids}</IdList><TranslationSet/>"
            f"<QueryTranslation>{escape(term)}</QueryTranslation></eSearchResult>"
        )

    def _fetched(self, pmids: list[str]) -> str:
        # A record that seems missing is asked for beside one that everybody knows.
        known = {
            pmid: record_xml(pmid, {"title": "A record that PubMed has had for years"})
            for pmid in pmids
            if pmid in KNOWN_PMIDS
        }
        here = known | self._xml
        records = "".join(here[pmid] for pmid in pmids if pmid in here)
        return f'<?xml version="1.0"?><PubmedArticleSet>{records}</PubmedArticleSet>'


def canned_client(records: Mapping[str, Fields]) -> Client:
    """Give a connection to a PubMed that holds these records and never changes.

    Parameters
    ----------
    records
        As for :class:`CannedPubMed`.

    Returns
    -------
    Client
        For ``review.refresh(client=...)``.

    Raises
    ------
    UsageError
        If a record cannot be one.

    Examples
    --------
    >>> from ketaevidence.testing import canned_client
    >>> client = canned_client({"90000001": {"title": "Ketamine, invented"}})
    >>> client.has_key
    False
    """
    return CannedPubMed(records).client()


class _OfflineClient(Client):
    """The client, with answers of a canned PubMed in place of the network."""

    def __init__(self, pubmed: CannedPubMed) -> None:
        # Waiting takes no time; an empty key and an address of its own keep the
        # environment's out.
        clock = Clock(sleep=lambda _seconds: None, uniform=lambda low, _high: low)
        super().__init__(
            "tests@pubmed.invalid",
            api_key="",
            base_url=_NOWHERE,
            gate=_OpenGate(),
            clock=clock,
        )
        self._transport.close()
        self._transport = _CannedTransport(pubmed, clock)


class _CannedTransport(Transport):
    """Hands every request to a canned PubMed."""

    def __init__(self, pubmed: CannedPubMed, clock: Clock) -> None:
        super().__init__(
            Address.read(_NOWHERE),
            name="ketaevidence",
            key=None,
            limits=Limits(),
            monotonic=clock.monotonic,
        )
        self._pubmed = pubmed

    def send(self, path: str, form: Mapping[str, str], seconds: float) -> Reply:  # noqa: ARG002 (no answer takes time)
        utility = _UTILITY.fullmatch(path)
        body = self._pubmed._answer(utility[1] if utility else path, form)  # noqa: SLF001 (its other half)
        return Reply(200, {"content-type": "text/xml"}, body)


class _OpenGate(Gate):
    """Lets every request through at once, and keeps no count in any file."""

    def __init__(self) -> None:
        super().__init__(
            None, per_second=1.0, now=lambda: 0.0, sleep=lambda _seconds: None
        )

    def acquire(self) -> None:
        """Let a request through."""

    def penalise(self, seconds: float) -> None:
        """Make nobody wait."""

    def closed_until(self) -> float:
        """Give a moment long past: it is never closed."""
        return 0.0

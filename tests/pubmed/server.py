"""A PubMed of our own on the loopback, with real sockets, that misbehaves on demand.

Use it so::

    with FakePubMed({"90000001": article("90000001")}) as pubmed:
        pubmed.faults.append(Fault("reset"))  # the next request only
        with quick_client(pubmed, tmp_path) as client:
            assert run_search(client, "ketamine").pmids == ("90000001",)
"""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.pubmed.samples import HEADING, article

from ketaevidence.pubmed.client import Client, Clock, Patience
from ketaevidence.pubmed.fetch import KNOWN_PMIDS
from ketaevidence.pubmed.gate import Gate
from ketaevidence.pubmed.transport import Limits

_SEARCH_HEADING = '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
_NO_PROXY = ("NO_PROXY", "no_proxy")
_RANGE = re.compile(r"(\d+):(\d+)\[uid\]")
_HTML = "<!DOCTYPE html>\n<html><head><title>{0}</title></head><body>{0} api_key={1}</body></html>"
#: No thread of the server outlives its usefulness.
_LONGEST_SECONDS = 10.0


@dataclass(frozen=True)
class Fault:
    """One misbehaviour, for the next request or the next to one endpoint.

    ``kind`` is a key of ``WIRE``, ``ANSWERS`` or ``CONTENT`` below; ``value`` is what
    that kind takes (a Retry-After, a status, a PMID).
    """

    kind: str
    value: Any = None
    endpoint: str | None = None


@dataclass
class Answer:
    """A reply before it is put on the wire."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def _xml_error(text: str, root: str = "eSearchResult") -> bytes:
    return f"{_SEARCH_HEADING}<{root}><ERROR>{text}</ERROR></{root}>".encode()


def _throttle(value, key):
    headers = () if value is None else (("Retry-After", str(value)),)
    text = f'{{"error":"API rate limit exceeded","api-key":"{key}","count":"4","limit":"3"}}'
    return Answer(text.encode(), 429, headers)


#: Whole answers in place of data: (value, key that was sent) -> Answer.
ANSWERS: dict[str, Callable[[Any, str], Answer]] = {
    "empty": lambda _v, _k: Answer(b""),
    "prolog": lambda _v, _k: Answer(HEADING.encode()),
    "html": lambda _v, k: Answer(_HTML.format("NCBI/eutils202 - WWW Error 500 Diagnostic", k).encode()),
    "captive": lambda _v, _k: Answer(_HTML.format("Hospital guest network: log in", "").encode()),
    "block page": lambda _v, k: Answer(_HTML.format("NCBI - WWW Error Blocked Diagnostic", k).encode()),
    "error": lambda v, k: Answer(_xml_error(v or f"Search Backend failed: Database is not supported: pubmed {k}")),
    "nested error": lambda _v, _k: Answer(b"<a><b><c><ERROR/></c></b></a>"),
    "trace": lambda _v, _k: Answer(b"NCBI C++ Exception:\n  Error: TXCLIENT(CException::eUnknown) TXCLIENT::readAll EOF"),
    "json error": lambda _v, k: Answer(f'{{"esearchresult":{{"ERROR":"down\n {k}"}}}}'.encode()),
    "json rate": lambda _v, k: Answer(_throttle(None, k).body),
    "unrouted": lambda v, _k: Answer(b"Unable to route request! service name: /http/service/ratecontrol", v or 200),
    "comment": lambda _v, _k: Answer(b'<?xml version="1.0"?><DocumentSummarySet status="OK"><!-- DocSum Backend failed --></DocumentSummarySet>'),
    "relayed 400": lambda v, k: Answer(_xml_error(f"Error in proxy_stream(): 502 Bad Gateway {v or ''} {k}", "eFetchResult"), 400),
    "pubone 400": lambda _v, _k: Answer(_xml_error("Failed to connect to PubOne service", "eFetchResult"), 400),
    "no ids 400": lambda _v, _k: Answer(_xml_error("ID list is empty! Possibly it has no correct IDs.", "eFetchResult"), 400),
    "odd 400": lambda _v, k: Answer(f"what? {k}".encode(), 400),
    "bad key": lambda _v, k: Answer(f'{{"error":"API key invalid","api-key":"{k}"}}'.encode(), 400),
    "429": _throttle,
    "403": lambda _v, k: Answer(f"forbidden {k}".encode(), 403),
    "407": lambda _v, _k: Answer(b"log in", 407),
    "404": lambda _v, _k: Answer(b"nothing here", 404),
    "misuse": lambda _v, k: Answer(b"", 302, (("Location", f"https://misuse.ncbi.nlm.nih.gov/error/abuse.shtml?api_key={k}"),)),
    "redirect": lambda v, _k: Answer(b"x" * (v or 100), 302, (("Location", "http://portal.example/login"),)),
    "status": lambda v, k: Answer(_HTML.format("WWW Error 500 Diagnostic", k).encode(), v or 500),
    "busy": lambda v, _k: Answer(b"busy", 503, (("Retry-After", str(v)),)),
    "foreign encoding": lambda _v, _k: Answer(b"abc", 200, (("Content-Encoding", "br"),)),
    "not gzip": lambda _v, _k: Answer(b"abc", 200, (("Content-Encoding", "gzip"),)),
}  # fmt: skip
#: Faults of the connection under an answer that would be right.
WIRE = ("short", "cut chunk", "cut plain", "cut gzip", "reset", "close", "drip", "drip gzip", "drip heading", "bomb", "stall", "garbage")  # fmt: skip
#: Answers of the right shape that say something wrong.
CONTENT = ("duplicate", "conflict", "foreign", "missing", "damaged", "drop id", "repeat id", "fewer hits", "field", "phrase", "odd error list")  # fmt: skip


class FakePubMed:
    """E-utilities over a dictionary of records, on a port of the loopback.

    Parameters
    ----------
    records
        The XML of each record by its PMID, as ``samples.article`` writes it.
    ceiling
        How many hits one search gives at most.
    newest_first
        The order in which a search lists its hits.
    matches
        Says of (term, pmid, xml) whether the search finds the record; ranges of
        PMIDs are understood in any case.
    """

    def __init__(
        self,
        records: dict[str, str],
        *,
        ceiling: int = 9_999,
        newest_first: bool = True,
        matches: Callable[[str, str, str], bool] = lambda _t, _p, _x: True,
    ) -> None:
        self.records = dict(records)
        self.hidden: set[str] = set()
        self.ceiling = ceiling
        self.newest_first = newest_first
        self.matches = matches
        #: What PubMed says of the search beside the hits.
        self.translation: str | None = None
        #: Every form received, in order, with the endpoint under "endpoint".
        self.requests: list[dict[str, str]] = []
        #: The headers of every request, in lower case.
        self.headers: list[dict[str, str]] = []
        #: Misbehaviours, each for one request, in order.
        self.faults: deque[Fault] = deque()
        #: A misbehaviour of every request that has no other.
        self.always: Fault | None = None
        self.url = ""
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._room = threading.BoundedSemaphore(16)

    # What a test changes between two refreshes.

    def add(self, pmid: str, xml: str | None = None) -> None:
        """Let a record appear."""
        with self._lock:
            self.records[pmid] = article(pmid) if xml is None else xml

    def change(self, pmid: str, xml: str) -> None:
        """Let a record be revised."""
        assert pmid in self.records
        self.add(pmid, xml)

    def remove(self, pmid: str) -> None:
        """Let a record vanish from PubMed."""
        with self._lock:
            del self.records[pmid]

    def hide(self, pmid: str) -> None:
        """Let a record stop matching the search, while PubMed still has it."""
        self.hidden.add(pmid)

    def show(self, pmid: str) -> None:
        """Let a record match the search again."""
        self.hidden.discard(pmid)

    # The server.

    def __enter__(self) -> FakePubMed:  # noqa: PYI034
        """Open the port."""
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/eutils/"
        # No proxy of the machine comes between the tests and the loopback.
        self._no_proxy = {name: os.environ.get(name) for name in _NO_PROXY}
        os.environ.update(dict.fromkeys(_NO_PROXY, "127.0.0.1"))
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the port and wait for every thread."""
        self._stop.set()
        # Wakes the thread that waits for a connection, where the system allows it.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        for thread in self._threads:
            thread.join(_LONGEST_SECONDS)
        for name, value in self._no_proxy.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    def _accept(self):
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:  # nothing came yet, or the port is being closed
                continue
            self._room.acquire()
            thread = threading.Thread(
                target=self._serve, args=(connection,), daemon=True
            )
            self._threads = [t for t in self._threads if t.is_alive()] + [thread]
            thread.start()

    def _serve(self, connection):
        try:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_LONGEST_SECONDS)
                received = _receive(connection)
                if received is not None:
                    self._answer(connection, *received)
        finally:
            self._room.release()

    def _answer(self, connection, endpoint, headers, form):
        with self._lock:
            self.requests.append({"endpoint": endpoint, **form})
            self.headers.append(headers)
            fault = self._next_fault(endpoint)
            if fault is not None and fault.kind in ANSWERS:
                answer = ANSWERS[fault.kind](fault.value, form.get("api_key", "no key"))
            else:
                assert fault is None or fault.kind in (*WIRE, *CONTENT), fault
                answer = self._data(endpoint, form, fault)
        _send(connection, answer, fault, self._stop)

    def _next_fault(self, endpoint):
        for fault in self.faults:
            if fault.endpoint in (None, endpoint):
                self.faults.remove(fault)
                return fault
        if self.always and self.always.endpoint in (None, endpoint):
            return self.always
        return None

    def _data(self, endpoint, form, fault):
        if endpoint == "esearch":
            return self._search(form, fault)
        if endpoint == "efetch":
            return self._fetch(form, fault)
        return Answer(b"no such utility", 404)

    def _search(self, form, fault):
        term = form.get("term", "").strip()
        if not term:
            return Answer(_xml_error("Empty term and query_key - nothing todo"))
        bounds = [(int(a), int(b)) for a, b in _RANGE.findall(term)]
        hits = sorted(
            (
                pmid
                for pmid, xml in self.records.items()
                if pmid not in self.hidden
                and all(low <= int(pmid) <= high for low, high in bounds)
                and self.matches(term, pmid, xml)
            ),
            key=int,
            reverse=self.newest_first,
        )
        kind = fault.kind if fault else ""
        if kind == "fewer hits":
            hits = hits[1:]
        shown = hits[: min(self.ceiling, int(form.get("retmax", "20")))]
        if kind == "drop id":
            shown = shown[1:]
        if kind == "repeat id" and shown:
            shown = [*shown[:-1], shown[0]]
        return Answer(self._search_xml(term, len(hits), shown, fault))

    def _search_xml(self, term, count, shown, fault):
        kind, value = (fault.kind, fault.value) if fault else ("", None)
        errors = {
            "field": f"<FieldNotFound>{value}</FieldNotFound>",
            "phrase": f"<PhraseNotFound>{value}</PhraseNotFound>",
            "odd error list": "<Trouble>much</Trouble>",
        }.get(kind, "")
        extra = f"<ErrorList>{errors}</ErrorList>" if errors else ""
        if not shown:
            extra += "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"
        elif len(shown) < count and not kind:
            extra += f"<WarningList><OutputMessage>Restrictions achieved. start and count adjusted to 0, {self.ceiling}</OutputMessage></WarningList>"
        ids = "".join(f"<Id>{pmid}</Id>\n" for pmid in shown)
        said = escape(self.translation or f"translated {term}")
        return (
            f"{_SEARCH_HEADING}<eSearchResult><Count>{count}</Count><RetMax>{len(shown)}</RetMax>"
            f"<RetStart>0</RetStart><IdList>\n{ids}</IdList><TranslationSet/>"
            f"<QueryTranslation>{said}</QueryTranslation>{extra}</eSearchResult>"
        ).encode()

    def _fetch(self, form, fault):
        asked = [pmid for pmid in form.get("id", "").split(",") if pmid]
        kind, value = (fault.kind, fault.value) if fault else ("", None)
        known = {pmid: article(pmid) for pmid in KNOWN_PMIDS} | self.records
        found = {pmid: known[pmid] for pmid in asked if pmid in known}
        first = next(iter(found), None)
        if kind == "missing":
            found.pop(value or first, None)
        if kind == "damaged" and found:
            found[first] = found[first].replace("<Article ", "<Article <", 1)
        pieces = list(found.values())
        if kind == "duplicate":
            pieces += pieces[:1]
        if kind == "conflict":
            pieces += [piece.replace("Ketamine", "Placebo") for piece in pieces[:1]]
        if kind == "foreign":
            pieces.append(article(value or "99999999"))
        if not asked:
            return ANSWERS["no ids 400"](None, "")
        body = "\n".join(pieces)
        return Answer(
            f"{HEADING}<PubmedArticleSet>\n{body}</PubmedArticleSet>\n".encode()
        )


def _receive(connection):
    """Read one request; ``None`` if the other side only looked in."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        # 22 opens a TLS greeting, which is not spoken here.
        if not piece or piece[0] == 22:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)
    }
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, path, _ = first.split(" ")
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    headers |= {"method": method, "path": path}
    return path.rsplit("/", 1)[-1].removesuffix(".fcgi"), headers, form


def _send(connection, answer, fault, stop):
    kind = fault.kind if fault else ""
    if kind == "reset":
        # Linger of zero seconds: closing sends a reset.
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    elif kind == "garbage":
        connection.sendall(b"\x00\x01 this is no HTTP\r\n\r\n")
    elif kind == "stall":
        stop.wait(_LONGEST_SECONDS / 5)
    if kind in ("reset", "close", "garbage", "stall"):
        return
    headers, body = _packed(answer, kind, fault.value if fault else None)
    heading = "\r\n".join(headers).encode() + b"\r\n\r\n"
    if kind == "drip heading":
        heading, body = b"", heading + body
    connection.sendall(heading)
    if not kind.startswith("drip"):
        connection.sendall(body)
        return
    until = time.monotonic() + _LONGEST_SECONDS
    step = 0.2 if kind == "drip heading" else 0.02
    for byte in body:
        if stop.wait(step) or time.monotonic() > until:
            return
        connection.sendall(bytes((byte,)))


def _packed(answer, kind, value):
    """Give the headers and the body as they go on the wire, cut where a fault cuts."""
    headers = [
        f"HTTP/1.1 {answer.status} X",
        "Content-Type: text/xml; charset=UTF-8",
        "Connection: close",
        "X-RateLimit-Limit: 3",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    body = answer.body
    encoded = any(name == "Content-Encoding" for name, _ in answer.headers)
    if not (encoded or kind in ("short", "cut plain", "drip") or answer.status != 200):
        body = gzip.compress(b" " * (value or 1 << 20) if kind == "bomb" else body)
        headers.append("Content-Encoding: gzip")
    if kind == "short":
        headers.append(f"Content-Length: {len(body) + 500}")
    elif kind in ("cut plain", "cut gzip"):
        body = body[: len(body) // 2]
    elif not kind.startswith("drip"):
        headers.append("Transfer-Encoding: chunked")
        size = f"{len(body):x}".encode()
        if kind == "cut chunk":
            body = size + b"\r\n" + body[: len(body) // 2]
        else:
            body = (size + b"\r\n" + body + b"\r\n" if body else b"") + b"0\r\n\r\n"
    return headers, body


class QuickClock:
    """The real clock, on which sleeping takes no time but is counted."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970, and what was slept."""
        return time.time() + self._ahead

    def monotonic(self) -> float:
        """Seconds, and what was slept."""
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self._ahead += seconds

    def as_clock(self) -> Clock:
        """Give what a client takes; chance always takes the longest wait."""
        return Clock(self.now, self.monotonic, self.sleep, lambda _low, high: high)


def quick_client(
    pubmed: FakePubMed,
    folder: Path,
    *,
    clock: QuickClock | None = None,
    limits: Limits | None = None,
    patience: Patience | None = None,
    api_key: str | None = "",
    per_second: float = 1000.0,
) -> Client:
    """Give a client of the fake that waits in no time; its gate is in ``folder``."""
    clock = clock or QuickClock()
    gate = Gate(
        folder / "test.gate", per_second=per_second, now=clock.now, sleep=clock.sleep
    )
    return Client(
        "tests@lab.example",
        base_url=pubmed.url,
        api_key=api_key,
        gate=gate,
        limits=limits or Limits(3.0, 3.0, 5.0),
        patience=patience,
        clock=clock.as_clock(),
    )

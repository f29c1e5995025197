"""Every fault that PubMed and the network have shown, and what is done about it.

The names of the cases are the rows of the project's catalogue of faults: A for the
network and HTTP, B for the meaning of E-utilities' answers.
"""

from __future__ import annotations

import io
import logging
import pickle
import traceback

import pytest
from tests.pubmed.samples import article
from tests.pubmed.server import ANSWERS, CONTENT, WIRE, FakePubMed, Fault, quick_client

from ketaevidence.errors import (
    PubMedBlockedError,
    PubMedError,
    PubMedIncompleteError,
    PubMedKeyError,
    PubMedQueryError,
    PubMedUnavailableError,
)
from ketaevidence.pubmed import transport
from ketaevidence.pubmed.client import Patience
from ketaevidence.pubmed.online import search_with
from ketaevidence.pubmed.transport import Limits

RECORDS = {str(n): article(str(n)) for n in (90000002, 90000001, 5)}
KEY = "PLANTEDkey0123456789abcdef0123456789"
SLOW = ("drip", "drip gzip", "drip heading", "stall")


@pytest.fixture(autouse=True)
def given_up_sooner(monkeypatch):
    """Let a request that hangs be given up shortly after its deadline."""
    monkeypatch.setattr(transport, "_GRACE_SECONDS", 0.2)


def limits(kind):
    """Wait shortly where the fault is to keep us waiting, and long elsewhere."""
    seconds = 0.2 if kind in SLOW else 3.0
    return Limits(3.0, seconds, seconds, body_bytes=1 << 20)


#: Asking again helps: (row, fault).
PASSING = [
    ("A3 reset", Fault("reset")),
    ("A3 closed", Fault("close")),
    ("A4 drip", Fault("drip")),
    ("A4 packed drip", Fault("drip gzip")),
    ("A4 dripping heading", Fault("drip heading")),
    ("A4 silence", Fault("stall")),
    ("A5 short body", Fault("short")),
    ("A5 cut chunk", Fault("cut chunk")),
    ("A6 cut body without length", Fault("cut plain")),
    ("A6 cut gzip without length", Fault("cut gzip")),
    ("A6 no gzip at all", Fault("not gzip")),
    ("A6 another encoding", Fault("foreign encoding")),
    ("A6 no HTTP", Fault("garbage")),
    ("A8 429 with a time", Fault("429", 2)),
    ("A8 429 without", Fault("429")),
    ("A8 rate notice in 200", Fault("json rate")),
    ("A10 429 absurd", Fault("429", 21_600)),
    ("A10 429 garbage", Fault("429", "soon")),
    ("A11 500 page", Fault("status", 500)),
    ("A12 502", Fault("status", 502)),
    ("A12 503 with a time", Fault("busy", 3)),
    ("A12 504", Fault("status", 504)),
    ("A13 400 proxy_stream", Fault("relayed 400")),
    ("A13 400 PubOne", Fault("pubone 400")),
    ("A17 web page in 200", Fault("html")),
    ("A18 unrouted in 200", Fault("unrouted")),
    ("A18 unrouted in 500", Fault("unrouted", 500)),
    ("B1 ERROR in 200", Fault("error")),
    ("B2 empty ERROR deep inside", Fault("nested error")),
    ("B3 JSON ERROR", Fault("json error")),
    ("B4 trace", Fault("trace")),
    ("B5 prolog only", Fault("prolog")),
    ("B6 empty", Fault("empty")),
    ("B7 error in a comment", Fault("comment")),
    ("B9 Count and ids", Fault("drop id", None, "esearch")),
    ("B9 one id twice", Fault("repeat id", None, "esearch")),
    ("B10 two searches disagree", Fault("fewer hits", None, "esearch")),
    ("B12 phrase", Fault("phrase", "x", "esearch")),
    ("B19 foreign record", Fault("foreign", None, "efetch")),
    ("B19 conflicting records", Fault("conflict", None, "efetch")),
    ("B19 identical records", Fault("duplicate", None, "efetch")),
    ("B18 one left out", Fault("missing", "5", "efetch")),
    ("B18 all left out", Fault("no ids 400", None, "efetch")),
    ("C10 damaged record", Fault("damaged", None, "efetch")),
]
#: Asking again does not help: (row, fault, error, requests made).
LASTING = [
    ("A7 bomb", Fault("bomb", 2 << 20), PubMedIncompleteError, 1),
    ("A9 429 storm", Fault("429", 1), PubMedBlockedError, 3),
    ("A12 outage", Fault("status", 503), PubMedUnavailableError, 6),
    ("A16 403", Fault("403"), PubMedBlockedError, 1),
    ("A16 redirect to misuse", Fault("misuse"), PubMedBlockedError, 1),
    ("A16 block page in 200", Fault("block page"), PubMedBlockedError, 1),
    ("A19 log-in page in 200", Fault("captive"), PubMedUnavailableError, 1),
    ("A19 redirect to a log-in page", Fault("redirect"), PubMedUnavailableError, 1),
    ("A19 proxy log-in", Fault("407"), PubMedUnavailableError, 1),
    ("A19 another server", Fault("404"), PubMedUnavailableError, 1),
    ("A23 invalid key", Fault("bad key"), PubMedKeyError, 1),
    ("B1 outage in 200", Fault("error"), PubMedUnavailableError, 6),
    ("B8 paged too far", Fault("error", "'retstart' cannot be larger than 9998."), PubMedIncompleteError, 1),
    ("B9 Count and ids", Fault("drop id", None, "esearch"), PubMedIncompleteError, 6),
    ("B11 unknown field", Fault("field", "tiabb", "esearch"), PubMedQueryError, 1),
    ("B13 empty term", Fault("error", "Empty term and query_key - nothing todo"), PubMedQueryError, 1),
    ("B 400 of another kind", Fault("odd 400"), PubMedQueryError, 1),
]  # fmt: skip


@pytest.mark.parametrize("fault", [f for _, f in PASSING], ids=[n for n, _ in PASSING])
@pytest.mark.parametrize("when", [0, 2])
def test_a_passing_fault_changes_nothing(tmp_path, fault, when):
    """After a fault that passes, the result is as if it had not been."""
    with FakePubMed(RECORDS) as pubmed:
        endpoint = fault.endpoint or ("esearch", None, "efetch")[when]
        pubmed.faults.append(Fault(fault.kind, fault.value, endpoint))
        with quick_client(pubmed, tmp_path, limits=limits(fault.kind)) as client:
            records = search_with(client, "ketamine")
        assert not pubmed.faults
    assert [record.pmid for record in records] == ["5", "90000001", "90000002"]


@pytest.mark.parametrize(
    ("fault", "kind", "requests"), [row[1:] for row in LASTING], ids=[row[0] for row in LASTING]
)  # fmt: skip
def test_a_lasting_fault_is_one_clear_line(tmp_path, fault, kind, requests):
    """A fault that stays ends in its own error, after as many requests as it is worth."""
    with FakePubMed(RECORDS) as pubmed:
        pubmed.always = fault
        with (
            quick_client(pubmed, tmp_path, limits=limits(fault.kind)) as client,
            pytest.raises(kind) as caught,
        ):
            search_with(client, "ketamine")
        assert len(pubmed.requests) == requests
    assert type(caught.value) is kind
    message = str(caught.value)
    assert "\n" not in message
    assert "<" not in message
    assert message.endswith(".")


def test_a_refused_key_is_not_dropped(tmp_path):
    """With a key that PubMed refuses, nothing is asked without it."""
    with FakePubMed(RECORDS) as pubmed:
        pubmed.faults.append(Fault("bad key"))
        with (
            quick_client(pubmed, tmp_path, api_key=KEY) as client,
            pytest.raises(PubMedKeyError, match="NCBI_API_KEY"),
        ):
            search_with(client, "ketamine")
        assert [form["api_key"] for form in pubmed.requests] == [KEY]


def everything_told(error):
    """Give all that an error could show anyone, its frames' variables included."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts = ["".join(whole.format()), repr(error), str(vars(error))]
    while error is not None:
        parts.append("".join(traceback.format_exception(error)))
        parts.append(repr(error.args))
        error = error.__cause__ or error.__context__
    return "\n".join(parts)


@pytest.mark.parametrize("kind", [*WIRE, *ANSWERS, *CONTENT])
@pytest.mark.parametrize("endpoint", ["esearch", "efetch"])
def test_the_key_appears_nowhere(tmp_path, caplog, kind, endpoint):
    """However a run fails, no error, traceback, log, name or pickle holds the key."""
    value = {"bomb": 2 << 20, "busy": 1, "field": KEY[:5]}.get(kind)
    told = io.StringIO()
    with FakePubMed(RECORDS) as pubmed, caplog.at_level(logging.DEBUG):
        pubmed.always = Fault(kind, value, endpoint)
        with quick_client(
            pubmed,
            tmp_path,
            limits=limits(kind),
            api_key=KEY,
            patience=Patience(attempts=2),
        ) as client:
            try:
                told.write(repr(search_with(client, "ketamine")))
            except PubMedError as error:
                told.write(everything_told(error))
                told.write(pickle.dumps(error).decode("latin-1"))
            told.write(
                f"{client!r} {client._gate!r} {client._transport!r} {vars(client)}"
            )
            with pytest.raises(TypeError):
                pickle.dumps(client._transport)
        assert all(form["api_key"] == KEY for form in pubmed.requests)
        assert all(KEY not in headers["path"] for headers in pubmed.headers)
    assert any(record.name.startswith("urllib3") for record in caplog.records)
    told.write(caplog.text)
    told.write("".join(str(vars(record)) for record in caplog.records))
    for file in tmp_path.iterdir():
        told.write(file.read_text())
    assert KEY not in told.getvalue()


def test_the_key_is_no_part_of_an_error_where_nothing_listens(tmp_path):
    """A connection that fails before it stands shows no key either."""
    gone = FakePubMed({})
    gone.url = "http://127.0.0.1:9/"
    with (
        quick_client(gone, tmp_path, api_key=KEY) as client,
        pytest.raises(PubMedUnavailableError) as caught,
    ):
        search_with(client, "ketamine")
    assert KEY not in everything_told(caught.value)
    assert caught.value.__context__ is None

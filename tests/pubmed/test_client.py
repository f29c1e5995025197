"""The client: what it sends, how long it tries, and when it stops."""

from __future__ import annotations

import logging
import socket
import time
from email.utils import formatdate

import pytest
import requests
import urllib3
from tests.pubmed.samples import article
from tests.pubmed.server import Answer, FakePubMed, Fault, QuickClock, quick_client

from ketaevidence.errors import (
    PubMedBlockedError,
    PubMedError,
    PubMedIncompleteError,
    PubMedQueryError,
    PubMedUnavailableError,
)
from ketaevidence.pubmed import transport
from ketaevidence.pubmed.answers import Reply, TransientError, check, pause_asked_for
from ketaevidence.pubmed.client import Client, Patience
from ketaevidence.pubmed.gate import Gate
from ketaevidence.pubmed.search import run_search
from ketaevidence.pubmed.secret import Secret
from ketaevidence.pubmed.transport import Limits

RECORDS = {"90000001": article("90000001")}
KEY = "0k3y0that0is0long0enough0for0ncbi0123"
SEARCH = {"db": "pubmed", "term": "ketamine", "retmax": "9999", "retmode": "xml"}


def as_it_is(body):
    """Take any body."""
    return body


@pytest.fixture
def pubmed():
    """Give a PubMed with one record."""
    with FakePubMed(RECORDS) as server:
        yield server


def test_everything_is_posted_in_the_body(pubmed, tmp_path):
    """Every request is a POST whose address holds nothing, with tool and e-mail."""
    with quick_client(pubmed, tmp_path, api_key=KEY) as client:
        client.call("esearch", SEARCH, as_it_is)
    assert pubmed.requests == [
        {
            "endpoint": "esearch",
            **SEARCH,
            "tool": "ketaevidence",
            "email": "tests@lab.example",
            "api_key": KEY,
        }
    ]
    (headers,) = pubmed.headers
    assert headers["method"] == "POST"
    assert headers["path"] == "/eutils/esearch.fcgi"
    assert headers["accept-encoding"] == "gzip"
    assert headers["cache-control"] == "no-cache"
    assert not {"authorization", "cookie"} & set(headers)


def test_without_a_key_none_is_sent(pubmed, tmp_path):
    """Without a key there is no api_key, and the gate is the slower one."""
    with quick_client(pubmed, tmp_path) as client:
        client.call("esearch", SEARCH, as_it_is)
        assert not client.has_key
    assert "api_key" not in pubmed.requests[0]


def test_the_environment_gives_key_and_address(pubmed, tmp_path, monkeypatch):
    """NCBI_API_KEY and KETAEVIDENCE_EUTILS_URL are used where nothing is given."""
    monkeypatch.setenv("NCBI_API_KEY", KEY)
    monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", pubmed.url.rstrip("/"))
    clock = QuickClock()
    gate = Gate(tmp_path / "g", per_second=99, now=clock.now, sleep=clock.sleep)
    with Client("a@b.example", gate=gate) as client:
        assert client.has_key
        assert client.url == pubmed.url
        run_search(client, "ketamine")
    assert pubmed.requests[0]["api_key"] == KEY


def test_pubmed_itself_is_asked_over_https_by_default():
    """Without another address it is PubMed's own, encrypted."""
    with Client("a@b.example") as client:
        assert client.url == "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"email": ""}, "e-mail"),
        ({"email": "nobody"}, "e-mail"),
        ({"email": "a b@c.example"}, "e-mail"),
        ({"tool": "two words"}, "one plain word"),
        ({"tool": ""}, "one plain word"),
        ({"api_key": "not a key\n"}, "copy it again"),
        ({"api_key": "pain"}, "copy it again"),
        ({"base_url": "ftp://mirror.example"}, "no web address"),
        ({"base_url": "eutils"}, "no web address"),
        ({"base_url": "http://[bad"}, "no web address"),
        ({"base_url": "http://host:port/"}, "no web address"),
        ({"base_url": "http://mirror.example/", "api_key": KEY}, "plain http"),
    ],
)
def test_what_pubmed_would_not_take_is_refused_at_once(options, told):
    """A bad e-mail, name, key or address is told before anything is sent."""
    with pytest.raises(PubMedError, match=told) as caught:
        Client(
            **({"email": "a@b.example", "base_url": "http://127.0.0.1:1/"} | options)
        )
    assert KEY not in str(caught.value)


def test_unknown_parameters_are_refused(pubmed, tmp_path):
    """A misspelt parameter, which PubMed would ignore, is never sent."""
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedQueryError):
        client.call("esearch", {"retmx": "5"}, as_it_is)
    assert pubmed.requests == []


def test_netrc_is_never_used(pubmed, tmp_path, monkeypatch):
    """A log-in in .netrc for the host stays at home."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hidden\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(pubmed.url) == ("me", "hidden")
    with quick_client(pubmed, tmp_path) as client:
        client.call("esearch", SEARCH, as_it_is)
    assert "authorization" not in pubmed.headers[0]


def test_a_mirrors_log_in_is_sent_and_not_shown(pubmed, tmp_path):
    """An address with a log-in works, and no message shows it."""
    pubmed.url = pubmed.url.replace("127.0.0.1", "me:hidden%21@127.0.0.1")
    pubmed.always = Fault("status", 503)
    with quick_client(pubmed, tmp_path) as client:
        with pytest.raises(PubMedUnavailableError) as caught:
            client.call("esearch", SEARCH, as_it_is)
        assert "hidden" not in f"{caught.value} {client!r} {client._transport!r}"
        assert "127.0.0.1" in str(caught.value)
    assert pubmed.headers[0]["authorization"] == "Basic bWU6aGlkZGVuIQ=="


def test_the_networks_proxy_is_used(pubmed, tmp_path, monkeypatch):
    """HTTP_PROXY is honoured, as hospitals need it."""
    monkeypatch.setenv("HTTP_PROXY", pubmed.url)
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy")
    pubmed.url = "http://mirror.example/eutils/"
    with quick_client(pubmed, tmp_path) as client:
        client.call("esearch", SEARCH, as_it_is)
    assert pubmed.headers[0]["path"] == "http://mirror.example/eutils/esearch.fcgi"


def test_cookies_are_not_kept(pubmed, tmp_path, monkeypatch):
    """A session cookie of PubMed's is not sent back."""
    answer = Answer(b"<a/>", 200, (("Set-Cookie", "ncbi_sid=1; path=/"),))
    monkeypatch.setattr(pubmed, "_data", lambda *_: answer)
    with quick_client(pubmed, tmp_path) as client:
        client.call("esearch", SEARCH, as_it_is)
        client.call("esearch", SEARCH, as_it_is)
    assert "cookie" not in pubmed.headers[1]


def test_six_attempts_with_longer_and_longer_waits(pubmed, tmp_path):
    """A lasting outage is asked six times, and waited for longer each time."""
    pubmed.always = Fault("status", 502)
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        with pytest.raises(
            PubMedUnavailableError, match=r"asked 6 times.*HTTP 502"
        ) as caught:
            client.call("esearch", SEARCH, as_it_is)
        assert client.requests_made == len(pubmed.requests) == 6
    assert [s for s in clock.slept if s >= 0.5] == [1, 2, 4, 8, 16]
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_five_minutes_end_a_phase(pubmed, tmp_path):
    """However many attempts are left, a request is not tried for more than 5 minutes."""
    pubmed.always = Fault("busy", 100)
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client, pytest.raises(PubMedUnavailableError):  # fmt: skip
        client.call("esearch", SEARCH, as_it_is)
    assert len(pubmed.requests) == 3
    assert sum(clock.slept) < 300


def test_every_attempt_passes_the_gate(pubmed, tmp_path):
    """Retries are spaced by the gate like first attempts."""
    pubmed.faults.extend([Fault("empty")] * 3)
    clock = QuickClock()
    passed = []
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        acquire = client._gate.acquire
        client._gate.acquire = lambda: (passed.append(1), acquire())
        client.call("esearch", SEARCH, as_it_is)
    assert len(passed) == len(pubmed.requests) == 4


def test_too_many_requests_pause_all_processes(pubmed, tmp_path):
    """After a 429 the shared gate stays closed for as long as PubMed says."""
    pubmed.faults.append(Fault("429", "7"))
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        client.call("esearch", SEARCH, as_it_is)
        assert client._gate.closed_until() >= clock.now() - 2
    assert max(clock.slept) == pytest.approx(8, abs=0.1)


def test_too_many_requests_without_a_time_wait_longer_each_time(pubmed, tmp_path):
    """A 429 that names no time is waited for at least a second, then longer."""
    pubmed.faults.extend([Fault("429"), Fault("429")])
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        client.call("esearch", SEARCH, as_it_is)
    assert [round(s) for s in clock.slept if s > 0.5] == [2, 4]


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        (None, 120, 121),
        ("2", 2, 3),
        ("21600", 21_600, 21_601),
        ("999999999", 86_400, 86_401),
        ("-5", 120, 121),
        ("soon", 120, 121),
        ("nan", 120, 121),
        (lambda now: formatdate(now + 600, usegmt=True), 580, 601),
        (lambda now: formatdate(now - 600, usegmt=True), 0, 1),
        ("Wed, 99 Foo 2020 99:99:99 GMT", 120, 121),
    ],
)
def test_three_refusals_in_a_row_stop_the_run(pubmed, tmp_path, header, least, most):
    """Whatever a Retry-After says, no wait exceeds 2 minutes and 3 refusals end it."""
    clock = QuickClock()
    value = header(clock.now()) if callable(header) else header
    pubmed.always = Fault("429", value)
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        with pytest.raises(PubMedBlockedError, match=r"before .* GMT") as caught:
            client.call("esearch", SEARCH, as_it_is)
        assert client._gate.closed_until() <= clock.now() + 120
    assert len(pubmed.requests) == 3
    assert max(clock.slept) <= 120
    if not callable(header):
        assert least - 1 <= caught.value.not_before - clock.now() <= most
    else:
        assert caught.value.not_before <= clock.now() + most


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0), (" 17 ", 17), ("", None), (None, None), ("1.5", None), ("-1", None),
        ("Thu, 01 Jan 1970 00:02:00 GMT", 20), ("Thu, 01 Jan 1970 00:00:01 GMT", 0),
        ("Thu, 01 Jan 99999999999999 00:00:01 GMT", None), ("x" * 5000, None),
    ],
)  # fmt: skip
def test_both_forms_of_retry_after_are_read(text, seconds):
    """Seconds and dates are understood; anything else says nothing."""
    assert pause_asked_for(text, now=100.0) == seconds


@pytest.mark.parametrize("kind", ["misuse", "403", "block page"])
def test_a_block_stops_at_once(pubmed, tmp_path, kind):
    """A block page, a 403 or the redirect to the abuse page is never asked again."""
    pubmed.always = Fault(kind)
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client:
        with pytest.raises(PubMedBlockedError, match="eutilities@ncbi") as caught:
            client.call("esearch", SEARCH, as_it_is)
        assert client._gate.closed_until() > clock.now() + 100
    assert len(pubmed.requests) == 1
    assert caught.value.not_before == pytest.approx(clock.now() + 3600, abs=5)


def test_a_slow_trickle_is_cut_off(pubmed, tmp_path):
    """An answer that trickles for ever ends at the wall clock's deadline."""
    pubmed.always = Fault("drip")
    limits = Limits(connect_seconds=1, read_seconds=1, answer_seconds=0.3)
    patience = Patience(attempts=1)
    with (
        quick_client(pubmed, tmp_path, limits=limits, patience=patience) as client,
        pytest.raises(PubMedUnavailableError, match="too slowly"),
    ):
        client.call("esearch", SEARCH, as_it_is)


def test_a_heading_that_trickles_is_left_behind(pubmed, tmp_path, monkeypatch):
    """Headers that trickle, which no time-out of the network sees, end it as well."""
    monkeypatch.setattr(transport, "_GRACE_SECONDS", 0.2)
    pubmed.always = Fault("drip heading")
    limits = Limits(connect_seconds=1, read_seconds=1, answer_seconds=0.3)
    started = time.monotonic()
    with (
        quick_client(
            pubmed, tmp_path, limits=limits, patience=Patience(attempts=2)
        ) as client,
        pytest.raises(PubMedUnavailableError, match="in time"),
    ):
        client.call("esearch", SEARCH, as_it_is)
    assert time.monotonic() - started < 4


def test_a_redirects_body_counts_too(pubmed, tmp_path):
    """The body of a redirect is read under the same limit as any other."""
    pubmed.always = Fault("redirect", 2 << 20)
    limits = Limits(5, 5, 9, body_bytes=1 << 20)
    with (
        quick_client(pubmed, tmp_path, limits=limits) as client,
        pytest.raises(PubMedIncompleteError, match="larger than 1 MiB"),
    ):
        client.call("esearch", SEARCH, as_it_is)


def test_silence_is_not_waited_for(pubmed, tmp_path):
    """A server that says nothing is left after the read time-out."""
    pubmed.always = Fault("stall")
    limits = Limits(connect_seconds=1, read_seconds=0.2, answer_seconds=1)
    with (
        quick_client(
            pubmed, tmp_path, limits=limits, patience=Patience(attempts=1)
        ) as client,
        pytest.raises(PubMedUnavailableError, match="in time"),
    ):
        client.call("esearch", SEARCH, as_it_is)


@pytest.mark.parametrize("kind", ["bomb", None])
def test_an_answer_without_end_is_refused(pubmed, tmp_path, kind):
    """A body that grows beyond the limit, packed or not, is dropped and not retried."""
    limits = Limits(5, 5, 9, body_bytes=1 << 20)
    pubmed.always = Fault("bomb", 16 << 20) if kind else None
    if not kind:
        pubmed.translation = "x" * (2 << 20)
    with (
        quick_client(pubmed, tmp_path, limits=limits) as client,
        pytest.raises(PubMedIncompleteError, match="larger than 1 MiB"),
    ):
        client.call("esearch", SEARCH, as_it_is)
    assert len(pubmed.requests) == 1


def test_nothing_listens(tmp_path):
    """A refused connection is tried again and then told by its host alone."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    gone = FakePubMed({})
    gone.url = f"http://127.0.0.1:{port}/hidden/path/"
    with quick_client(gone, tmp_path) as client:
        with pytest.raises(PubMedUnavailableError, match=rf"127\.0\.0\.1:{port} cannot be reached"):  # fmt: skip
            client.call("esearch", SEARCH, as_it_is)
        assert client.requests_made == 6


def test_a_name_that_is_not_found(tmp_path, monkeypatch):
    """Without name service the run ends with one clear line."""

    def fail(*_args, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    gone = FakePubMed({})
    gone.url = "https://eutils.example/"
    with (
        quick_client(gone, tmp_path, api_key=KEY) as client,
        pytest.raises(
            PubMedUnavailableError, match=r"eutils\.example cannot be reached"
        ),
    ):
        client.call("esearch", SEARCH, as_it_is)


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (requests.ConnectTimeout("u?k"), TransientError, "may be blocked"),
        (requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED"), PubMedUnavailableError, "REQUESTS_CA_BUNDLE"),
        (requests.exceptions.SSLError("UNEXPECTED_EOF"), TransientError, "cannot be reached"),
        (requests.exceptions.ProxyError("Tunnel: 407 x"), PubMedUnavailableError, "log-in"),
        (requests.ReadTimeout("u?k"), TransientError, "in time"),
        (urllib3.exceptions.ReadTimeoutError(None, "u?k", ""), TransientError, "in time"),
        (requests.ConnectionError(urllib3.exceptions.ProtocolError("u?k")), TransientError, "broke off"),
        (OSError("u?k"), TransientError, "broke off"),
    ],
)  # fmt: skip
def test_each_failure_of_the_network_has_its_own_line(error, kind, told):
    """The network's errors become one line each, with the host and never the address."""
    fault = transport._fault(error, "host.example")
    assert type(fault) is kind
    assert told in str(fault)
    assert "u?k" not in str(fault)


def test_an_encrypted_greeting_to_a_plain_server_fails_cleanly(pubmed, tmp_path):
    """A server that does not speak TLS is told as one that cannot be reached."""
    pubmed.url = pubmed.url.replace("http:", "https:")
    with (
        quick_client(pubmed, tmp_path, patience=Patience(attempts=1)) as client,
        pytest.raises(PubMedUnavailableError, match="cannot be reached"),
    ):
        client.call("esearch", SEARCH, as_it_is)


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (200, {}, b"<eSearchResult/>", None),
        (200, {}, b'\xef\xbb\xbf<?xml version="1.0"?><a/>', None),
        (200, {}, b"<a><QueryTranslation>invalid api key</QueryTranslation></a>", None),
        (200, {}, b"<a>rate limit exceeded, misuse, &lt;ERROR&gt;</a>", None),
        (200, {}, b" \n", TransientError),
        (200, {}, b"Search Backend failed", TransientError),
        (200, {}, b"[]", TransientError),
        (200, {}, b'{"error":"API key invalid"}', PubMedError),
        (200, {}, b"<a><ERROR>retstart cannot be larger than 9998", PubMedIncompleteError),
        (200, {}, b"<a><ERROR>Position 15000 is out of acceptable range", PubMedIncompleteError),
        (200, {}, b"<a><ERROR>Empty term and query_key - nothing todo", PubMedQueryError),
        (200, {}, b"<a><ERROR>API rate limit exceeded", TransientError),
        (200, {}, b"<a><ERROR>Cannot process ID list", PubMedQueryError),
        (204, {}, b"", TransientError),
        (206, {}, b"<a/>", TransientError),
        (400, {}, b'{"error":"API rate limit exceeded"}', TransientError),
        (408, {}, b"", TransientError),
        (414, {}, b"", PubMedUnavailableError),
        (301, {"location": "/elsewhere"}, b"", PubMedUnavailableError),
    ],
)  # fmt: skip
def test_an_answer_is_told_for_what_it_is(status, headers, body, kind):
    """Status and content together decide whether an answer is data."""
    reply = Reply(status, headers, body)
    if kind is None:
        check(reply, now=0)
        return
    with pytest.raises(kind) as caught:
        check(reply, now=0)
    assert body.decode() not in str(caught.value) or not body


def test_the_log_tells_attempts_and_nothing_else(pubmed, tmp_path, caplog):
    """The log holds endpoint, status and reason: no search, address or key."""
    pubmed.faults.append(Fault("status", 500))
    with caplog.at_level(logging.DEBUG), quick_client(pubmed, tmp_path, api_key=KEY) as client:  # fmt: skip
        client.call("esearch", {**SEARCH, "term": "private"}, as_it_is)
    ours = [r.getMessage() for r in caplog.records if r.name == "ketaevidence"]
    assert ours[1] == "PubMed esearch: HTTP 500; attempt 1 of 6 failed, asking again"
    assert not any(word in caplog.text for word in ("private", KEY, "tests@lab"))


def test_a_secret_is_taken_as_a_key(pubmed, tmp_path):
    """A key that is already a Secret is sent the same."""
    with quick_client(pubmed, tmp_path, api_key=Secret(KEY)) as client:
        client.call("esearch", SEARCH, as_it_is)
    assert pubmed.requests[0]["api_key"] == KEY

"""Send one request to PubMed and bring back the whole answer, or say why not.

`requests` does the sending. It follows no redirect, keeps no cookie, and an answer is
read piece by piece against one clock and one limit of size: time-outs of the network
count each piece alone, and would wait for ever for an answer that trickles.
"""

from __future__ import annotations

import base64
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import requests
import urllib3

from ketaevidence.errors import PubMedError, PubMedIncompleteError
from ketaevidence.errors import PubMedUnavailableError as Unavailable
from ketaevidence.pubmed.answers import (
    CONTACT,
    Reply,
    TransientError,
    proxy_refuses,
)
from ketaevidence.pubmed.secret import Secret

#: PubMed's own address.
EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
_PIECE = 1 << 16
#: How much later than its own deadline a request is given up from outside [s].
_GRACE_SECONDS = 1.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests go, without the log-in that a mirror's address may hold."""

    url: str
    host: str
    login: Secret | None = None
    is_clear_text_abroad: bool = False

    @classmethod
    def read(cls, text: str) -> Address:
        """Read an address.

        Raises
        ------
        PubMedError
            If it is no http or https address.
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or parts.scheme not in ("http", "https") or parts.query:
            msg = (
                "The address in KETAEVIDENCE_EUTILS_URL (or base_url) is no web "
                f"address; it should look like {EUTILS}."
            )
            raise PubMedError(msg)
        shown = f"[{host}]" if ":" in host else host
        netloc = shown if port is None else f"{shown}:{port}"
        path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
        login = None
        if parts.username is not None:
            words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            login = Secret(base64.b64encode(words.encode()).decode())
        return cls(
            url=urlunsplit((parts.scheme, netloc, path, "", "")),
            host=netloc,
            login=login,
            is_clear_text_abroad=parts.scheme == "http" and host not in _LOOPBACK,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one request may take.

    Examples
    --------
    >>> Limits().answer_seconds
    60.0
    """

    #: To reach the other side [s].
    connect_seconds: float = 5.0
    #: Between two pieces of the answer [s].
    read_seconds: float = 20.0
    #: For the whole answer, on the wall's clock [s].
    answer_seconds: float = 60.0
    #: Largest answer after decompression [bytes]; 200 records are near 5 MB.
    body_bytes: int = 64 << 20


class Transport:
    """A connection to PubMed that is kept open between requests."""

    def __init__(
        self,
        address: Address,
        *,
        name: str,
        key: Secret | None,
        limits: Limits,
        monotonic: Callable[[], float],
    ) -> None:
        self._address = address
        self._key = key
        self._limits = limits
        self._monotonic = monotonic
        self._name = name
        self._session = _session(name)

    def __repr__(self) -> str:
        """Say where the connection goes."""
        return f"<Transport: {self._address.url}>"

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def send(self, path: str, form: Mapping[str, str], seconds: float) -> Reply:
        """Post one form and read the answer within so many seconds.

        Raises
        ------
        TransientError
            If the connection failed or the answer is cut, slow or damaged.
        PubMedError
            If asking again cannot help.
        """
        came: list[Reply | Exception] = []
        worker = threading.Thread(
            target=lambda: came.append(self._exchange(path, form, seconds)),
            name="ketaevidence-pubmed",
            daemon=True,
        )
        worker.start()
        worker.join(seconds + _GRACE_SECONDS)
        if not came:
            # Name service and an answer's heading know no deadline of their own. The
            # thread keeps the connection that hangs; the next attempt has a new one.
            self._session = _session(self._name)
            msg = f"{self._address.host} did not answer in time"
            raise TransientError(msg)
        # Raised out here so that neither the network's own error, which holds the
        # request, nor a frame that holds the raw answer hangs on to it.
        if isinstance(came[0], Exception):
            raise came[0].with_traceback(None)
        return came[0]

    def _exchange(
        self, path: str, form: Mapping[str, str], seconds: float
    ) -> Reply | Exception:
        """Send and read; give what came, or what went wrong in our own words."""
        started = self._monotonic()
        limits = self._limits
        try:
            with self._session.post(
                self._address.url + path,
                data=dict(form),
                auth=self._authorise,
                stream=True,
                allow_redirects=False,
                timeout=(
                    min(limits.connect_seconds, seconds),
                    min(limits.read_seconds, seconds),
                ),
            ) as response:
                body = self._read(response, started + seconds)
                headers = {k.lower(): v for k, v in response.headers.items()}
                return Reply(response.status_code, headers, self._scrubbed(body))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as e:
            return _fault(e, self._address.host)
        except Exception as e:  # noqa: BLE001 (it is raised where it can be seen)
            return e

    def _authorise(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key at the last moment: no form, frame or log holds it before.

        That there is something to authorise also keeps `requests` from looking for a
        log-in in a `.netrc` file.
        """
        if self._key is not None:
            body = request.body or b""
            text = body.decode("ascii") if isinstance(body, bytes) else str(body)
            request.body = f"{text}&api_key={quote(self._key.reveal(), safe='')}"
        if self._address.login is not None:
            request.headers["Authorization"] = f"Basic {self._address.login.reveal()}"
        return request

    def _scrubbed(self, body: bytes) -> bytes:
        """Take the key out of an answer that repeats it, as PubMed's 429 does."""
        if self._key is None:
            return body
        return body.replace(self._key.reveal().encode(), b"***")

    def _read(self, response: requests.Response, until: float) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip"):
            msg = "an answer in a compression that was not asked for"
            raise TransientError(msg)
        unpack = _Gunzip(self._limits.body_bytes) if encoding == "gzip" else None
        body = bytearray()
        while piece := response.raw.read1(_PIECE, decode_content=False):
            body += piece if unpack is None else unpack.feed(piece, len(body))
            if len(body) > self._limits.body_bytes:
                msg = (
                    "PubMed's answer is larger than "
                    f"{self._limits.body_bytes >> 20} MiB, which no honest answer to "
                    "this request is; it was refused. Look at the network's proxy."
                )
                raise PubMedIncompleteError(msg)
            if self._monotonic() > until:
                msg = "an answer that came too slowly"
                raise TransientError(msg)
        if unpack is not None and not unpack.is_complete:
            msg = "an answer whose compressed data are cut short"
            raise TransientError(msg)
        return bytes(body)


class _Gunzip:
    """Unpack gzip in steps, and know whether it came to its end.

    `urllib3` hands out a cut gzip stream as if it were whole.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def is_complete(self) -> bool:
        return self._inner.eof

    def feed(self, piece: bytes, so_far: int) -> bytes:
        """Unpack a piece, to at most one byte more than the limit."""
        out = bytearray()
        try:
            while piece and so_far + len(out) <= self._limit:
                if self._inner.eof:
                    self._inner = zlib.decompressobj(wbits=31)
                room = self._limit + 1 - so_far - len(out)
                out += self._inner.decompress(piece, room)
                piece = self._inner.unconsumed_tail or self._inner.unused_data
        except zlib.error:
            out.clear()
        else:
            return bytes(out)
        msg = "an answer whose compressed data are damaged"
        raise TransientError(msg)


def _session(name: str) -> requests.Session:
    session = requests.Session()
    session.headers.update(
        {
            "User-Agent": name,
            "Accept-Encoding": "gzip",
            # An answer kept by a proxy on the way is no answer of today's.
            "Cache-Control": "no-cache",
        }
    )
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Even with allow_redirects=False `requests` prepares the next request, and reads
    # the whole body of the redirect for it, without limit.
    session.get_redirect_target = lambda resp: None  # type: ignore[method-assign] # noqa: ARG005
    return session


def _fault(error: Exception, host: str) -> Exception:
    """Say in our own words what the network's error means.

    The error's own message may hold the address and what was sent.
    """
    said = str(error)
    name = type(error).__name__
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE" in said:
        msg = (
            f"The identity of {host} cannot be proven (TLS certificate). Check this "
            "machine's clock; behind a hospital's proxy, name its certificate in "
            "REQUESTS_CA_BUNDLE."
        )
        return Unavailable(msg)
    if isinstance(error, requests.exceptions.ProxyError) and "407" in said:
        return proxy_refuses()
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return TransientError(
            f"{host} did not let a connection through; if this lasts, the address may "
            f"be blocked: write to {CONTACT}"
        )
    if isinstance(error, requests.exceptions.Timeout) or "Timeout" in name:
        return TransientError(f"{host} did not answer in time")
    if isinstance(error, requests.exceptions.ConnectionError) and not _began(error):
        return TransientError(f"{host} cannot be reached ({name})")
    return TransientError(f"the connection to {host} broke off ({name})")


def _began(error: Exception) -> bool:
    """Say whether the connection stood before it failed."""
    inner = error.args[0] if error.args else None
    return isinstance(inner, urllib3.exceptions.ProtocolError)

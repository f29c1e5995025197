"""Tell what an answer of PubMed's is: usable, a passing fault, or a refusal.

Status 200 proves nothing: outages, block pages and half answers come with it, and an
outage can come as 400. No word of an answer's body is shown or logged, because PubMed
repeats the sender's key and address in some of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz

from ketaevidence.errors import (
    PubMedBlockedError,
    PubMedError,
    PubMedIncompleteError,
    PubMedKeyError,
    PubMedQueryError,
    PubMedUnavailableError,
)

#: Where PubMed answers about a block (NBK25497).
CONTACT = "eutilities@ncbi.nlm.nih.gov"
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_PROLOG_ONLY = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*\Z", re.DOTALL
)
_ERROR = re.compile(rb"<(?:\w+:)?ERROR\b[^>]*>(?P<text>[^<]{0,4000})", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)
#: An outage written into a comment (esummary: "DocSum Backend failed").
_FAILED_COMMENT = re.compile(rb"<!--[^>]{0,200}(?:backend failed|error)", re.IGNORECASE)
_NO_IDS = re.compile(rb"id list is empty|cannot process id list", re.IGNORECASE)
_EMPTY_TERM = re.compile(rb"empty term", re.IGNORECASE)
_PAGED_TOO_FAR = re.compile(rb"retstart|out of acceptable range", re.IGNORECASE)
_KEY_REFUSED = re.compile(rb"api[ _-]?key[ _-]?(?:is )?invalid|invalid[ _]api[ _-]?key", re.IGNORECASE)  # fmt: skip  # noqa: E501
_TOO_MANY = re.compile(rb"rate limit exceeded", re.IGNORECASE)
_BLOCK = re.compile(rb"misuse|abuse|blocked", re.IGNORECASE)
#: PubMed relays a failure of its own inner services under status 400.
_RELAYED = re.compile(
    rb"proxy_stream|pubone|bad gateway|gateway time-?out|service unavailable|"
    rb"\b50[0234]\b|failed to connect|backend failed|txclient|unable to",
    re.IGNORECASE,
)
_UNROUTED = re.compile(rb"unable to route request", re.IGNORECASE)
_FROM_NCBI = re.compile(rb"ncbi|pubmed|nlm\.nih\.gov", re.IGNORECASE)
#: How much of a body is looked at for words that tell what it is.
_HEAD = 20_000


class TransientError(Exception):
    """One request failed in a way that may pass; asking again is right.

    Parameters
    ----------
    reason
        What happened, in words of this module and never of the answer.
    final
        The error to raise when the attempts are used up.
    throttled
        Whether PubMed said that requests come too fast.
    pause
        For how long PubMed asks to wait [s].
    """

    def __init__(
        self,
        reason: str,
        *,
        final: type[PubMedError] = PubMedUnavailableError,
        throttled: bool = False,
        pause: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final
        self.throttled = throttled
        self.pause = pause


class NoSuchIdsError(PubMedQueryError):
    """PubMed says that none of the identifiers asked for exists."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from one request, whole and decompressed."""

    status: int
    #: Header names in lower case.
    headers: Mapping[str, str]
    body: bytes


def check(reply: Reply, *, now: float) -> None:
    """Return if the reply may hold data; say by an exception what it is otherwise.

    Parameters
    ----------
    reply
        The reply.
    now
        The time [s since 1970], for a Retry-After that gives a date.

    Raises
    ------
    TransientError
        If asking again may help.
    PubMedError
        If it cannot: a block, a refused key, a search without meaning, or something
        between this machine and PubMed that answers in its place.
    """
    head = reply.body[:_HEAD]
    if _is_about_the_key(reply, head):
        raise PubMedKeyError(_KEY_MESSAGE)
    if reply.status != 200:
        _check_status(reply, head, now)
    _check_kind(head, reply, now)
    error = _ERROR.search(reply.body)
    if error is not None:
        raise _said_error(error["text"])
    if _FAILED_COMMENT.search(head):
        msg = "an outage of PubMed's, told in a comment"
        raise TransientError(msg)


_KEY_MESSAGE = (
    "PubMed does not accept the API key that was sent. Check NCBI_API_KEY (or the "
    "api_key given) against the key in your NCBI account settings, or remove it to ask "
    "without one."
)


def _is_about_the_key(reply: Reply, head: bytes) -> bool:
    # An XML answer may hold these words because someone searched for them.
    is_notice = reply.status != 200 or head.lstrip()[:1] == b"{"
    return is_notice and _KEY_REFUSED.search(head) is not None


def _check_status(reply: Reply, head: bytes, now: float) -> None:
    status = reply.status
    if status == 429:
        raise _throttled(reply, now)
    if 300 <= status < 400:
        if _BLOCK.search(reply.headers.get("location", "").encode()):
            raise blocked()
        what = f"a redirect (HTTP {status})"
        raise _someone_else(what)
    if status == 403:
        raise blocked()
    if status == 407:
        raise proxy_refuses()
    if status == 400:
        raise _bad_request(head, reply, now)
    if status >= 500 or status in (408, 425) or status < 300:
        msg = f"HTTP {status}"
        raise TransientError(msg, pause=_pause(reply, now))
    msg = (
        f"The address asked is not PubMed's E-utilities (HTTP {status}). Check "
        "KETAEVIDENCE_EUTILS_URL, and the network's proxy."
    )
    raise PubMedUnavailableError(msg)


def _bad_request(head: bytes, reply: Reply, now: float) -> Exception:
    if _TOO_MANY.search(head):
        return _throttled(reply, now)
    if _NO_IDS.search(head):
        return NoSuchIdsError(_NO_IDS_MESSAGE)
    if _RELAYED.search(head):
        msg = "HTTP 400 that passes on an outage inside PubMed"
        return TransientError(msg)
    msg = (
        "PubMed refuses the request as one it cannot understand (HTTP 400). Try the "
        "search on PubMed's website, and shorten or correct it."
    )
    return PubMedQueryError(msg)


def _check_kind(head: bytes, reply: Reply, now: float) -> None:
    """Let only XML with an outer element pass."""
    if not head.strip():
        msg = "an empty answer"
        raise TransientError(msg)
    if _HTML.search(head[:2000]):
        if _BLOCK.search(head):
            raise blocked()
        if _FROM_NCBI.search(head):
            msg = "a web page of PubMed's in place of data"
            raise TransientError(msg)
        what = "a web page"
        raise _someone_else(what)
    if _UNROUTED.search(head[:2000]):
        msg = "an outage of PubMed's gateway"
        raise TransientError(msg)
    if head.lstrip()[:1] in (b"{", b"["):
        if _TOO_MANY.search(head):
            raise _throttled(reply, now)
        msg = "an error notice (JSON) in place of data"
        raise TransientError(msg)
    if not _XML_START.match(head):
        msg = "text in place of data"
        raise TransientError(msg)
    if len(reply.body) < _HEAD and _PROLOG_ONLY.match(head):
        msg = "an XML heading with nothing after it"
        raise TransientError(msg)


def _said_error(text: bytes) -> Exception:
    if _NO_IDS.search(text):
        return NoSuchIdsError(_NO_IDS_MESSAGE)
    if _EMPTY_TERM.search(text):
        msg = "PubMed says that the search is empty; give it words."
        return PubMedQueryError(msg)
    if _TOO_MANY.search(text):
        return TransientError("too many requests", throttled=True)
    if _PAGED_TOO_FAR.search(text):
        msg = (
            "PubMed gives only the first 9,999 hits of a search and was asked for "
            "later ones. This is a fault of this program; please report it."
        )
        return PubMedIncompleteError(msg)
    return TransientError("an ERROR of PubMed's in place of data")


_NO_IDS_MESSAGE = (
    "PubMed says that none of the PMIDs asked for exists. Check the numbers."
)


def _throttled(reply: Reply, now: float) -> TransientError:
    pause = _pause(reply, now)
    return TransientError("too many requests", throttled=True, pause=pause)


def _pause(reply: Reply, now: float) -> float | None:
    return pause_asked_for(reply.headers.get("retry-after"), now)


def pause_asked_for(header: str | None, now: float) -> float | None:
    """Read a Retry-After header: seconds, or a date; ``None`` if it says neither."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    date = parsedate_tz(text) if text else None
    if date is None:
        return None
    try:
        return max(0.0, mktime_tz(date) - now)
    except (ValueError, OverflowError):
        return None


def blocked() -> PubMedBlockedError:
    """Say that PubMed refuses this machine; the time is for the caller to add."""
    msg = (
        "PubMed blocks requests from this machine's address. Stop asking; if it lasts, "
        f"write to {CONTACT} with the tool's name and your address"
    )
    return PubMedBlockedError(msg)


def proxy_refuses() -> PubMedUnavailableError:
    """Say that the network's proxy wants a log-in."""
    msg = (
        "The network's proxy asks for a log-in (HTTP 407) before it lets PubMed "
        "through. Set HTTPS_PROXY with the proxy's address and log-in."
    )
    return PubMedUnavailableError(msg)


def _someone_else(what: str) -> PubMedUnavailableError:
    msg = (
        f"Something between this machine and PubMed answered with {what}: the log-in "
        "page of a network or proxy? Open a web page to log in, then run this again."
    )
    return PubMedUnavailableError(msg)

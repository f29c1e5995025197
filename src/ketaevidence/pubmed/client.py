"""Ask PubMed, patiently and politely, until the answer is whole or the time is up.

This is the one module below the review that reads the clock and the environment.
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ketaevidence.errors import PubMedBlockedError, PubMedError
from ketaevidence.pubmed.answers import TransientError, check
from ketaevidence.pubmed.gate import Gate, rate
from ketaevidence.pubmed.manners import (
    check_parameters,
    checked_email,
    checked_tool,
)
from ketaevidence.pubmed.secret import Secret
from ketaevidence.pubmed.transport import EUTILS, Address, Limits, Transport

_LOG = logging.getLogger("ketaevidence")
_T = TypeVar("_T")

#: After a block: how long not to ask again, where PubMed gives no time of its own [s].
_BLOCK_SECONDS = 3600.0
#: No pause that PubMed asks for is believed beyond a day [s].
#: NCBI's keys have 36 characters; one of fewer than this is a mistake.
_SHORTEST_KEY = 20
_LONGEST_BLOCK = 86_400.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a request is tried again."""

    attempts: int = 6
    #: For all attempts at one request together [s].
    phase_seconds: float = 300.0
    #: The longest pause that PubMed may ask for [s]; beyond it the run stops.
    pause_seconds: float = 120.0
    #: Refusals as too fast in a row after which the run stops.
    throttles: int = 3
    #: The longest random wait between two attempts [s].
    backoff_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time and chance come from; tests give their own."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    #: A random number between the two, for waits that do not fall together.
    uniform: Callable[[float, float], float] = random.uniform


@dataclass(slots=True)
class Tries:
    """The attempts spent on one thing asked for, perhaps in several requests."""

    failures: int = 0
    started: float | None = field(default=None)


class Client:
    """A connection to PubMed's E-utilities that keeps to their rules.

    Parameters
    ----------
    email
        The address of whoever runs the searches; PubMed asks for it, to write before
        it blocks.
    tool
        The program's name as PubMed shall see it, without spaces.
    api_key
        A key of an NCBI account, which allows 10 requests a second in place of 3.
        Without it the environment's NCBI_API_KEY is used, if it is set.
    base_url
        Another address than PubMed's, for a mirror or a test; without it the
        environment's KETAEVIDENCE_EUTILS_URL is used, if it is set. Only here plain
        http is allowed.
    gate
        What spaces the requests; by default one gate for all processes of the user.
    limits, patience, clock
        How long one request may take, how often it is repeated, and whose time it is.

    Raises
    ------
    PubMedError
        If the e-mail address, the tool's name or the base address cannot be used.

    Examples
    --------
    >>> with Client("you@lab.example", base_url="https://mirror.example/eutils") as ask:
    ...     print(ask.url)
    https://mirror.example/eutils/
    """

    def __init__(  # noqa: PLR0913 (each is one thing that a caller may replace)
        self,
        email: str,
        *,
        tool: str = "ketaevidence",
        api_key: str | Secret | None = None,
        base_url: str | None = None,
        gate: Gate | None = None,
        limits: Limits | None = None,
        patience: Patience | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._identity = {"tool": checked_tool(tool), "email": checked_email(email)}
        key = _key(api_key)
        elsewhere = base_url or os.environ.get("KETAEVIDENCE_EUTILS_URL", "").strip()
        self._address = Address.read(elsewhere or EUTILS)
        if key is not None and self._address.is_clear_text_abroad:
            msg = (
                f"The API key is not sent to {self._address.url} over plain http; use "
                "an https address, or remove the key."
            )
            raise PubMedError(msg)
        self._limits = limits or Limits()
        self._patience = patience or Patience()
        self._clock = clock or Clock()
        self.has_key = key is not None
        self._gate = gate or shared_gate(
            with_key=self.has_key, clock=self._clock, url=self._address.url
        )
        self._transport = Transport(
            self._address,
            name=tool,
            key=key,
            limits=self._limits,
            monotonic=self._clock.monotonic,
        )
        self._throttles = 0
        #: How many requests were sent.
        self.requests_made = 0

    @property
    def url(self) -> str:
        """The address that is asked, without log-in."""
        return self._address.url

    def __repr__(self) -> str:
        """Say who is asked, and nothing of the key."""
        with_key = "with" if self.has_key else "without"
        return f"<Client: {self.url}, {with_key} a key>"

    def __enter__(self) -> Self:
        """Use the client in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def call(
        self,
        endpoint: str,
        params: Mapping[str, str],
        validate: Callable[[bytes], object],
    ) -> bytes:
        """Ask one E-utility and give the answer's bytes once they are valid.

        Parameters
        ----------
        endpoint
            The utility, such as ``"esearch"``.
        params
            What it is asked; the identity and the key are added.
        validate
            Looks at the bytes and raises :class:`TransientError` if they must be
            asked for again.

        Raises
        ------
        PubMedError
            If no valid answer came, by the subclass that says why.
        """

        def keep(body: bytes) -> bytes:
            validate(body)
            return body

        return self.ask(endpoint, params, keep)

    def ask(
        self,
        endpoint: str,
        params: Mapping[str, str],
        read: Callable[[bytes], _T],
        *,
        tries: Tries | None = None,
        at_most: int | None = None,
    ) -> _T:
        """Ask one E-utility and give what ``read`` makes of the answer.

        Parameters
        ----------
        endpoint, params
            As in :meth:`call`.
        read
            Turns the bytes into what they say, or raises :class:`TransientError`.
        tries
            The attempts spent so far; without it they are counted afresh.
        at_most
            Give up after so many failures here, although attempts are left.

        Raises
        ------
        PubMedError
            If no valid answer came, by the subclass that says why.
        """
        check_parameters(params)
        tries = tries or Tries()
        here = 0
        while True:
            self._gate.acquire()
            if tries.started is None:
                tries.started = self._clock.monotonic()
            fault = None
            try:
                answer = self._attempt(endpoint, params, read, tries)
            except TransientError as error:
                fault = error.with_traceback(None)
            except PubMedBlockedError as error:
                stop = self._blocked(str(error), None)
            else:
                tries.failures, tries.started, self._throttles = 0, None, 0
                return answer
            if fault is None:
                raise stop
            tries.failures += 1
            here += 1
            self._after(fault, tries, endpoint, gives_up=here == at_most)

    def pause(self, failures: int) -> None:
        """Wait a random while before asking again, longer after more failures."""
        self._clock.sleep(self._backoff(failures))

    def may_try_again(self, tries: Tries, wait: float = 0.0) -> bool:
        """Say whether attempts and time are left after so many seconds more."""
        now = self._clock.monotonic()
        spent = now - (now if tries.started is None else tries.started)
        return (
            tries.failures < self._patience.attempts
            and spent + wait < self._patience.phase_seconds
        )

    def _backoff(self, failures: int) -> float:
        most = min(self._patience.backoff_seconds, 2.0 ** (failures - 1))
        return self._clock.uniform(0.0, most)

    def _attempt(
        self,
        endpoint: str,
        params: Mapping[str, str],
        read: Callable[[bytes], _T],
        tries: Tries,
    ) -> _T:
        started = self._clock.monotonic()
        left = self._patience.phase_seconds - (started - (tries.started or started))
        seconds = min(self._limits.answer_seconds, max(1.0, left))
        self.requests_made += 1
        form = {**params, **self._identity}
        reply = self._transport.send(f"{endpoint}.fcgi", form, seconds)
        _LOG.debug(
            "PubMed %s: HTTP %d, %d bytes in %.2f s",
            endpoint,
            reply.status,
            len(reply.body),
            self._clock.monotonic() - started,
        )
        check(reply, now=self._clock.now())
        return read(reply.body)

    def _after(
        self, fault: TransientError, tries: Tries, endpoint: str, *, gives_up: bool
    ) -> None:
        """Wait before the next attempt, or raise if there is none."""
        self._throttles = self._throttles + 1 if fault.throttled else 0
        wait = self._backoff(tries.failures)
        if fault.throttled or fault.pause is not None:
            wait = min(wait + self._pause_for(fault), self._patience.pause_seconds)
            # All processes wait: PubMed counts the address, not the program.
            self._gate.penalise(wait)
        is_over = not self.may_try_again(tries, wait)
        if fault.throttled:
            if is_over or self._throttles >= self._patience.throttles:
                raise self._too_fast(fault.pause)
        elif is_over or gives_up:
            raise fault.final(self._gave_up(fault.reason, tries))
        _LOG.info(
            "PubMed %s: %s; attempt %d of %d failed, asking again",
            endpoint,
            fault.reason,
            tries.failures,
            self._patience.attempts,
        )
        if not (fault.throttled or fault.pause is not None):
            self._clock.sleep(wait)

    def _pause_for(self, fault: TransientError) -> float:
        """Give how long PubMed wants to be left alone, as asked or 1, 2, 4 s."""
        if fault.pause is None:
            return 2.0 ** (self._throttles - 1)
        return fault.pause

    def _gave_up(self, reason: str, tries: Tries) -> str:
        times = "once" if tries.failures == 1 else f"{tries.failures} times"
        return (
            f"PubMed was asked {times} without a usable answer; the last: {reason}. "
            f"Nothing was changed; run this again later{self._elsewhere()}."
        )

    def _too_fast(self, asked: float | None) -> PubMedBlockedError:
        msg = (
            "PubMed refuses this machine's requests as too many (HTTP 429); other "
            "programs or machines may share its address. Nothing was changed"
        )
        wait = self._patience.pause_seconds if asked is None else asked
        return self._blocked(msg, wait)

    def _blocked(self, message: str, seconds: float | None) -> PubMedBlockedError:
        wait = min(_BLOCK_SECONDS if seconds is None else seconds, _LONGEST_BLOCK)
        until = self._clock.now() + wait
        self._gate.penalise(min(wait, self._patience.pause_seconds))
        msg = f"{message}. Do not ask again before {formatdate(until, usegmt=True)}."
        return PubMedBlockedError(msg, not_before=until)

    def _elsewhere(self) -> str:
        return "" if self.url == EUTILS else f" (asked at {self.url})"


def shared_gate(
    *, with_key: bool, clock: Clock | None = None, url: str = EUTILS
) -> Gate:
    """Give the gate that all processes of this user on this machine share.

    Its file is in /var/tmp, because a scheduled run often has no XDG_RUNTIME_DIR and
    must meet the same gate as a run by hand; only without a usable /var/tmp it is in
    XDG_RUNTIME_DIR. Another address than PubMed's has a gate of its own: what a test
    server or a mirror refuses is no reason to keep PubMed waiting, or the reverse.
    """
    clock = clock or Clock()
    return Gate(
        _gate_path(url), per_second=rate(with_key=with_key), now=clock.now,
        sleep=clock.sleep,
    )  # fmt: skip


def _gate_path(url: str) -> Path | None:
    if not hasattr(os, "geteuid"):
        return None
    name = f"ketaevidence-{os.geteuid()}"
    folders = ["/var/tmp", os.environ.get("XDG_RUNTIME_DIR", "")]  # noqa: S108
    if url != EUTILS:
        name += f"-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
        folders.reverse()
    name += ".gate"
    for folder in folders:
        if folder.startswith("/") and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder, name)
    return None


def _key(given: str | Secret | None) -> Secret | None:
    if isinstance(given, Secret):
        given = given.reveal()
    text = (os.environ.get("NCBI_API_KEY", "") if given is None else given).strip()
    if not text:
        return None
    # A short word would be found, and hidden, in the middle of PubMed's own text.
    if not (text.isascii() and text.isalnum() and len(text) >= _SHORTEST_KEY):
        msg = (
            "The API key (api_key or NCBI_API_KEY) is not of the form of NCBI's keys; "
            "copy it again from your NCBI account settings."
        )
        raise PubMedError(msg)
    return Secret(text)

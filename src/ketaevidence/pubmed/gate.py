"""One gate for all processes of the machine, so that together they ask slowly enough.

PubMed counts the requests of an address, not of a program. Every request, a retry
too, therefore reserves the next free moment in one small file and waits for it. A
request that PubMed refuses as too early makes all of them wait.
"""

from __future__ import annotations

import logging
import math
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock
    _HAS_FLOCK = False
else:
    _HAS_FLOCK = True

_LOG = logging.getLogger("ketaevidence")

#: What PubMed allows in a second without and with a key (NBK25497).
LIMIT_WITHOUT_KEY = 3.0
LIMIT_WITH_KEY = 10.0
#: How much of it is used: the network bunches requests that left evenly spaced, and a
#: second at the full rate was seen to hold one request too many.
_SHARE = 0.9
#: No reservation is honestly further ahead than this; beyond it the clock was set back.
_FURTHEST_SECONDS = 3600.0
_WORTH_TELLING_SECONDS = 3.0
#: Three numbers fit; a longer file is none of ours.
_LONGEST_FILE = 256
_GUARD = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Slots:
    """What the processes agree on: seconds since 1970."""

    #: When this was written, to notice a clock that was set back since.
    written: float = 0.0
    #: The first moment that no request has reserved.
    free: float = 0.0
    #: Until when every request waits because PubMed said so.
    closed: float = 0.0


#: The slots of every gate without a file: this process has one address.
_of_this_process = _Slots()


def rate(*, with_key: bool) -> float:
    """Give how many requests a second the gate lets through."""
    return _SHARE * (LIMIT_WITH_KEY if with_key else LIMIT_WITHOUT_KEY)


class Gate:
    """Let requests through one by one, evenly spaced over all processes.

    Parameters
    ----------
    path
        The file that the processes share. ``None``, or a system without ``flock``
        (Windows), keeps the count inside this process only: two programs at once may
        then exceed PubMed's limit together, which PubMed answers with a pause.
    per_second
        How many requests a second are let through.
    now
        Gives the seconds since 1970. It must be the same clock for all processes.
    sleep
        Waits for so many seconds.

    Notes
    -----
    Other users of the machine, and other machines behind the same address, have
    their own gates; they are met only through PubMed's own refusals.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        per_second: float,
        now: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._path = path if _HAS_FLOCK else None
        self._interval = 1.0 / per_second
        self._now = now
        self._sleep = sleep

    def __repr__(self) -> str:
        """Say how fast the gate is and where it is kept."""
        place = self._path or "this process"
        return f"<Gate: {1 / self._interval:g} requests a second, kept in {place}>"

    def acquire(self) -> None:
        """Wait for the next free moment."""
        while True:
            now, slot = self._reserve()
            if slot - now > _WORTH_TELLING_SECONDS:
                _LOG.info("PubMed asked for a pause: waiting %.0f s", slot - now)
            if slot > now:
                self._sleep(slot - now)
            # PubMed may have closed the gate for everyone while this request waited.
            if self.closed_until() <= slot:
                return

    def penalise(self, seconds: float) -> None:
        """Make every process wait at least so many seconds from now."""

        def close(now: float, slots: _Slots) -> _Slots:
            return replace(slots, closed=max(slots.closed, now + max(0.0, seconds)))

        self._change(close)

    def closed_until(self) -> float:
        """Give the moment until which PubMed's refusals keep the gate closed."""
        return self._change(lambda _, slots: slots)[1].closed

    def _reserve(self) -> tuple[float, float]:
        def reserve(now: float, slots: _Slots) -> _Slots:
            slot = max(now, slots.free, slots.closed)
            return replace(slots, free=slot + self._interval)

        now, slots = self._change(reserve)
        return now, slots.free - self._interval

    def _change(self, step: Callable[[float, _Slots], _Slots]) -> tuple[float, _Slots]:
        """Apply one step to the shared slots while no one else can."""
        global _of_this_process  # noqa: PLW0603 (the process has one address, one count)
        with self._locked() as file:
            # The clock is read inside the lock, so that reservations come in order.
            now = self._now()
            before = _of_this_process if file is None else _read(file)
            after = replace(step(now, _plausible(before, now)), written=now)
            if file is None:
                _of_this_process = after
            else:
                _write(file, after)
        return now, after

    @contextmanager
    def _locked(self) -> Iterator[int | None]:
        file = None if self._path is None else _open(self._path)
        if file is None:
            # Said once; from here on this gate counts inside the process.
            self._path = None
            with _GUARD:
                yield None
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            # Closing frees the lock; so does the death of the process.
            os.close(file)


def _open(path: Path) -> int | None:
    """Open the gate's file, or say why the count stays inside this process."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    try:
        file = os.open(path, flags, 0o600)
    except OSError as error:
        why = error.strerror
    else:
        found = os.fstat(file)
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
            return file
        os.close(file)
        why = "it is no file of this user"
    _LOG.warning(
        "%s: the request gate cannot be shared with other processes (%s).", path, why
    )
    return None


def _read(file: int) -> _Slots:
    parts = os.pread(file, _LONGEST_FILE + 1, 0).split()
    try:
        written, free, closed = (float(part) for part in parts)
    except ValueError:
        return _Slots()
    return _Slots(written, free, closed)


def _write(file: int, slots: _Slots) -> None:
    text = f"{slots.written!r} {slots.free!r} {slots.closed!r}\n".encode()
    os.pwrite(file, text, 0)
    os.ftruncate(file, len(text))


def _plausible(slots: _Slots, now: float) -> _Slots:
    """Give the slots as this clock means them; start afresh where they are absurd."""
    numbers = (slots.written, slots.free, slots.closed)
    if not all(math.isfinite(number) and number >= 0 for number in numbers):
        return _Slots()
    # Written in the future: the clock was set back. What was waited for is kept.
    back = max(0.0, slots.written - now)
    free, closed = slots.free - back, slots.closed - back
    if max(free, closed) > now + _FURTHEST_SECONDS:
        return _Slots()
    return _Slots(now, max(0.0, free), max(0.0, closed))

"""Run one command and give its exit code; every mistake is one line on stderr."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from ketaevidence.cli import codes
from ketaevidence.cli.parser import parser
from ketaevidence.errors import KetaEvidenceError, LockedError, UsageError


class _TerminatedError(BaseException):
    """Somebody asked the program to end; what it was doing is rolled back."""


#: Exit codes of errors, the most special first.
_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (UsageError, codes.WRONG_USAGE),
    (LockedError, codes.LOCKED),
    (KetaEvidenceError, codes.FAILED),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # Titles carry every script; a C locale or a Windows code page must not stop them.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    before = _catch_termination()
    try:
        return _run(options)
    except KetaEvidenceError as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        return _fail(str(error), code)
    except KeyboardInterrupt:
        return _stopped(options, "interrupted", codes.INTERRUPTED)
    except _TerminatedError:
        return _stopped(options, "asked to end", codes.TERMINATED)
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _run(options: argparse.Namespace) -> int:
    try:
        code: int | None = options.run(options)
        sys.stdout.flush()
    except OSError as error:
        # What remains in the buffer would raise once more at the interpreter's end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        landed: int | None = getattr(options, "landed", None)
        if isinstance(error, BrokenPipeError):
            # The reader (`| head`) has seen enough; leave quietly.
            return codes.DONE if landed is None else landed
        if landed is not None:
            return _fail("the refresh landed, and could not be told here.", landed)
        where = error.filename or "standard output"
        return _fail(f"{where}: {error.strerror}.", codes.FAILED)
    return codes.DONE if code is None else code


def _stopped(options: argparse.Namespace, how: str, code: int) -> int:
    landed: int | None = getattr(options, "landed", None)
    if landed is None:
        return _fail(f"{how}; the review is as it was.", code)
    return _fail(f"{how} after the refresh had landed.", landed)


def _catch_termination() -> signal.Handlers | None:
    """Turn SIGTERM into an exception, so that open transactions are rolled back."""

    def stop(*_: object) -> NoReturn:
        raise _TerminatedError

    try:
        return signal.signal(signal.SIGTERM, stop)  # type: ignore[return-value]
    except ValueError:
        # Not in the main thread: somebody else is in charge of signals.
        return None


def _fail(message: str, code: int) -> int:
    one_line = " ".join(message.split())
    sys.stderr.write(f"ketaevidence: {one_line}\n")
    return code

"""Warnings that point at the line that asked for the number."""

from __future__ import annotations

import inspect
import warnings

from ketaevidence.errors import PoolingWarning

#: The modules that a warning is never about.
PACKAGE = "ketaevidence.pooling"


def warn_caller(caveat: str) -> None:
    """Warn of a caveat, at the line outside this package that called it."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and _is_ours(str(frame.f_globals.get("__name__", ""))):
        level, frame = level + 1, frame.f_back
    warnings.warn(caveat, PoolingWarning, stacklevel=level)


def _is_ours(name: str) -> bool:
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")

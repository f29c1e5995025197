"""Which software made a number: names and versions, as reports and the store keep."""

from __future__ import annotations

import platform
from importlib.metadata import version

#: What else a number may depend on.
_BESIDES = ("numpy", "scipy", "pandas", "matplotlib")


def software_name() -> str:
    """Give this program's name and version, as the store keeps them."""
    return f"ketaevidence {version('ketaevidence')}"


def software_versions() -> tuple[tuple[str, str], ...]:
    """Give (name, version) of everything that a number may depend on."""
    names = ("ketaevidence", *_BESIDES)
    return (
        *((name, version(name)) for name in names),
        ("Python", platform.python_version()),
    )

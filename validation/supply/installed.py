"""What ketaevidence needs to run, as it is installed here: packages and licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.licenses import (
    InvalidLicenseExpression,
    canonicalize_license_expression,
)
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
#: Extras that users install to run it; the others are for its developers.
EXTRAS = ("parquet", "cluster")
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
#: What classifiers and old fields call a licence, by its SPDX identifier. "BSD" alone
#: is none: there are several, and guessing which would be a statement about the law.
_SPDX = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD (which one is not stated)",
    "BSD": "BSD (which one is not stated)",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


@dataclass(frozen=True, slots=True)
class Package:
    """One package that is needed."""

    name: str
    version: str
    licence: str
    home: str
    #: Whether ketaevidence names it itself; the others are needed by those.
    is_direct: bool
    #: What it needs among the others, by name.
    needs: tuple[str, ...]


def direct_requirements() -> tuple[Requirement, ...]:
    """Give what pyproject.toml says is needed to run, the users' extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    texts = [*project["dependencies"], *(t for name in EXTRAS for t in extras[name])]
    return tuple(Requirement(text) for text in texts)


def needed_packages() -> tuple[Package, ...]:
    """Give every package needed to run, in the order of the alphabet.

    Raises
    ------
    SystemExit
        If one is not installed here: a list with gaps is worse than none.
    """
    direct = direct_requirements()
    names = {canonicalize_name(requirement.name) for requirement in direct}
    waiting = [(requirement.name, requirement.extras) for requirement in direct]
    found: dict[str, Package] = {}
    while waiting:
        name, extras = waiting.pop()
        key = canonicalize_name(name)
        if key in found:
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            msg = f"{name} is not installed here: pip install -e '.[dev]'"
            raise SystemExit(msg) from None
        inner = tuple(_needs(installed, extras))
        waiting += inner
        found[key] = Package(
            name=installed.metadata["Name"],
            version=installed.version,
            licence=licence_of(installed),
            home=_home(installed),
            is_direct=key in names,
            needs=tuple(sorted({canonicalize_name(other) for other, _ in inner})),
        )
    return tuple(found[key] for key in sorted(found))


def _needs(
    installed: Distribution, extras: Iterable[str]
) -> Iterable[tuple[str, set[str]]]:
    for text in installed.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(
            marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            yield requirement.name, requirement.extras


def licence_of(installed: Distribution) -> str:
    """Give a package's licence as an SPDX expression where its metadata allow it."""
    metadata = installed.metadata
    # Some write the whole text into the old field; its first line is the name.
    field = str(metadata.get("License") or "").strip().split("\n")[0].strip()
    told = [
        match[1]
        for text in metadata.get_all("Classifier", [])
        if (match := _CLASSIFIER.fullmatch(text))
    ]
    named = (_SPDX.get(text, text) for text in (field, " OR ".join(sorted(told))))
    choices = [metadata.get("License-Expression"), *named]
    exact = next((text for text in choices if text and is_spdx(text)), None)
    return exact or next((text for text in reversed(choices) if text), "not stated")


def is_spdx(text: str) -> bool:
    """Say whether a licence is written as an SPDX expression."""
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True


def _home(installed: Distribution) -> str:
    urls = {}
    for text in installed.metadata.get_all("Project-URL", []):
        label, _, url = text.partition(",")
        urls[label.strip().lower()] = url.strip()
    for label in ("homepage", "home", "source", "source code", "repository", "github"):
        if label in urls:
            return urls[label]
    page = installed.metadata.get("Home-page")
    return str(page or f"https://pypi.org/project/{installed.metadata['Name']}/")

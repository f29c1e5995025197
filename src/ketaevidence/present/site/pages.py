"""The pages of a site beside its reports: its versions, one version, its downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ketaevidence.library import Version
from ketaevidence.present.digest import Digest
from ketaevidence.present.digest import words as told
from ketaevidence.present.pages import Links, page
from ketaevidence.present.whats_new import CAUSES, COLUMNS, News, table_cells
from ketaevidence.present.words import capital, clean, counted, sentence

_HERE: Final = "ketaevidence.present.site"
#: Bytes in the unit in which sizes of files are told.
_KILOBYTE: Final = 1000


@dataclass(frozen=True, slots=True)
class Download:
    """One file to be taken away, and what it is for."""

    name: str
    data: bytes
    about: str

    @property
    def size(self) -> str:
        """The size in words."""
        return f"{max(1, round(len(self.data) / _KILOBYTE)):,} kB"


@dataclass(frozen=True, slots=True)
class DownloadGroup:
    """Files that belong together, or why there are none."""

    title: str
    files: tuple[Download, ...] = ()
    #: What is not here, and why.
    without: tuple[str, ...] = ()


def versions_page(
    title: str, news: Sequence[News], *, state: str, has_feed: bool = True
) -> str:
    """Give the page that lists every version with what was new in it.

    Parameters
    ----------
    title
        The review's title.
    news
        The versions, newest first.
    state
        How the site's own report stands to them, in a sentence.
    has_feed
        Whether the site has a feed.
    """
    return page(
        _HERE,
        "versions.html.j2",
        title=f"What's new: {_title(title)}",
        facts=(counted(len(news), "version"),),
        links=(("../index.html", "Report"), ("../downloads/index.html", "Downloads")),
        columns=tuple(COLUMNS.values()),
        rows=tuple((one.version, table_cells(one)[1:]) for one in news),
        state=state,
        has_feed=has_feed,
    )


def version_page(  # noqa: PLR0913 (what stands on it, each by name)
    title: str,
    version: Version,
    *,
    newest: str,
    files: Sequence[tuple[str, str]],
    without: Sequence[str],
    digest: Digest | str,
) -> str:
    """Give the page of one version.

    Parameters
    ----------
    title
        The review's title.
    version
        The version.
    newest
        The number of the newest one.
    files
        (address, what it is) of the files beside the page.
    without
        What is not here, and why.
    digest
        What was new against the version before, or why that is not known.
    """
    return page(
        _HERE,
        "version.html.j2",
        title=f"Version {version.number}: {_title(title)}",
        facts=(f"Frozen on {version.at[:10]}",),
        links=(
            ("../../index.html", "Newest report"),
            ("../index.html", "All versions"),
            ("../../downloads/index.html", "Downloads"),
        ),
        newest=None if newest == version.number else newest,
        rows=_facts(version),
        verdict=None if isinstance(digest, str) else _verdict(digest),
        why=sentence(digest) if isinstance(digest, str) else None,
        files=files,
        without=without,
    )


def downloads_page(title: str, groups: Sequence[DownloadGroup], *, state: str) -> str:
    """Give the page that says what each file is for."""
    return page(
        _HERE,
        "downloads.html.j2",
        title=f"Downloads: {_title(title)}",
        facts=(state,),
        links=back_to_report(),
        groups=groups,
    )


def back_to_report() -> Links:
    """Give the links of a page in the folder of downloads."""
    return (("../index.html", "Report"), ("../versions/index.html", "All versions"))


def age_of(number: str, newest: str) -> str:
    """Say of a version's report whether it is the newest one.

    Examples
    --------
    >>> age_of("2026.0.0", "2026.1.0")[:60]
    'This is version 2026.0.0, not the newest version. The newest'
    """
    if number == newest:
        return (
            f"This is version {number}, the newest one. Its figures stand in the "
            "newest report; every number is in the tables here."
        )
    return (
        f"This is version {number}, not the newest version. The newest is {newest}; "
        "what is said here may not hold any more. Its figures are left out; every "
        "number is in the tables here."
    )


def _title(title: str) -> str:
    return clean(title).rstrip(".")


def _facts(version: Version) -> tuple[tuple[str, str], ...]:
    made = ", ".join(f"{name} {number}" for name, number in version.software)
    return (
        ("Number", version.number),
        ("Frozen", f"{version.at.replace('T', ' ').removesuffix('Z')} UTC"),
        ("What brought it about", capital(CAUSES.get(version.cause, version.cause))),
        ("Why", sentence(version.reason)),
        ("Software", made or "not recorded"),
        ("SHA-256 of its numbers", version.digest),
    )


def _verdict(digest: Digest) -> dict[str, Any]:
    return {
        "line": digest.verdict.line,
        "conclusions": digest.verdict.conclusions,
        "compared": told.compared(digest),
    }

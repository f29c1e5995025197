"""The feed of a site: one entry for each version, leading to that version's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.present.digest import Digest
from ketaevidence.present.digest.atom import feed

_ENTRY: Final = "  <entry>\n"
_END: Final = "</feed>\n"


def site_feed(digests: Sequence[tuple[Digest, str]]) -> str:
    """Write the feed of a site.

    Parameters
    ----------
    digests
        The digests, newest first, each with the folder of its pages: ``""`` for the
        site's own, ``"versions/2026.1.0/"`` for that of a version.

    Notes
    -----
    Places in a report are numbered, and a version's numbers are its own: each entry
    links to the report of its own state.
    """
    newest, folder = digests[0]
    whole = _of(newest, folder)
    entries = [_entry(_of(digest, folder)) for digest, folder in digests]
    head = whole.partition(_ENTRY)[0].removesuffix(_END)
    return f"{head}{''.join(entries)}{_END}"


def _of(digest: Digest, folder: str) -> str:
    report = f"{folder}report.html" if folder else "index.html"
    return feed((digest,), report=report, page=f"{folder}digest.html")


def _entry(one: str) -> str:
    """Give the entry of a feed of one digest; none where nothing changed."""
    if not one.endswith(_END):
        msg = "a feed does not end as feeds do"
        raise PresentError(msg)
    _, mark, rest = one.removesuffix(_END).partition(_ENTRY)
    return f"{mark}{rest}"

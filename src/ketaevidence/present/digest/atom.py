"""Digests as an Atom feed (RFC 4287): one entry for each, none where nothing changed.

Identifiers are made of the review's name and the two states that are compared, and the
times are the states' own: the same digests give the same bytes, at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from ketaevidence.present.digest import words as told
from ketaevidence.present.digest.model import Digest, Moment
from ketaevidence.present.digest.page import fragment
from ketaevidence.present.words import clean

#: The name space of our identifiers: a name, and no page that exists.
_OURS: Final = "https://ketaevidence.invalid/digest"


def feed(digests: Sequence[Digest], *, report: str, page: str) -> str:
    """Write digests of one review as an Atom feed, the newest first.

    Parameters
    ----------
    digests
        At least one. Those that are empty give no entry.
    report, page
        Where the report and the page of the newest digest lie.
    """
    ordered = sorted(digests, key=lambda d: (_time(d.until), _name(d)), reverse=True)
    newest = ordered[0]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"  <id>{_id(newest.name)}</id>",
        f"  <title>{_text(newest.title)}: what changed</title>",
        f"  <updated>{_time(newest.until)}</updated>",
        "  <author><name>ketaevidence</name></author>",
        f'  <link rel="alternate" type="text/html" href={_link(report)}/>',
    ]
    for digest in ordered:
        if not digest.is_empty or digest.verdict.kind == "baseline":
            lines += _entry(digest, report, page)
    return "\n".join([*lines, "</feed>"]) + "\n"


def _entry(digest: Digest, report: str, page: str) -> Iterator[str]:
    summary = f"{told.compared(digest)} {digest.verdict.conclusions}"
    yield "  <entry>"
    yield f"    <id>{_id(_name(digest))}</id>"
    yield f"    <title>{_text(digest.verdict.line)}</title>"
    yield f"    <updated>{_time(digest.until)}</updated>"
    yield (f'    <link rel="alternate" type="text/html" href={_link(page)}/>')
    yield f"    <summary>{_text(summary)}</summary>"
    body = fragment(digest, report=report)
    yield f'    <content type="html">{escape(body)}</content>'
    yield "  </entry>"


def _name(digest: Digest) -> str:
    since = "the beginning" if digest.since is None else _state(digest.since)
    return f"{digest.name}/{since}/{_state(digest.until)}"


def _state(moment: Moment) -> str:
    return f"{moment.version or ''}@{moment.at}"


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{_OURS}/{name}')}"


def _time(moment: Moment) -> str:
    """Give a time as Atom has it; a day is its end."""
    at = moment.at
    return at if "T" in at else f"{at}T23:59:59Z"


def _text(text: str) -> str:
    return escape(clean(text))


def _link(address: str) -> str:
    return quoteattr(clean(address))

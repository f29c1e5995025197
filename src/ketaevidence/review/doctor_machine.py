"""Look the machine over: Python, the packages needed, and the way to PubMed."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from ketaevidence.errors import PubMedError
from ketaevidence.library.looking import sqlite_version
from ketaevidence.pubmed.answers import TransientError
from ketaevidence.pubmed.client import Client, Patience
from ketaevidence.pubmed.fetch import KNOWN_PMIDS
from ketaevidence.pubmed.transport import EUTILS, Limits
from ketaevidence.review.doctor import Examined

_OURS = "ketaevidence"
#: A requirement as this package writes its own: a name, a floor, perhaps a condition.
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)\s*>=\s*(?P<floor>[\d.]+)\s*(?:;\s*(?P<when>.+))?"
)
_RELEASE = re.compile(r"\d+(?:\.\d+)*")
#: Stands for the person in questions that are never sent.
_NOBODY = "nobody@example.org"
#: One short question: who waits at a terminal wants to know now.
_SHORT = Limits(connect_seconds=4.0, read_seconds=6.0, answer_seconds=8.0)
_ONCE = Patience(attempts=1, phase_seconds=10.0)


def examine_software() -> tuple[Examined, ...]:
    """Compare Python and every package that is needed with the oldest that will do."""
    try:
        floor = _RELEASE.search(metadata(_OURS)["Requires-Python"])
        needed = requires(_OURS) or []
        ours = version(_OURS)
    except PackageNotFoundError:
        said = "ketaevidence is not installed here; only its source is."
        todo = "Install it: pip install . in the folder with pyproject.toml."
        return (Examined("ketaevidence", "problem", said, todo),)
    return (
        Examined("ketaevidence", "ok", f"ketaevidence {ours}."),
        _compared("Python", platform.python_version(), floor[0] if floor else "0"),
        Examined("SQLite", "ok", f"SQLite {sqlite_version()}, which Python brings."),
        *(found for text in needed for found in _examine_requirement(text)),
    )


def _examine_requirement(text: str) -> Iterator[Examined]:
    match = _REQUIREMENT.fullmatch(text.strip())
    if match is None or "extra" in (match["when"] or ""):
        # An extra is for those who asked for it, and says so itself when it is missing.
        return
    name, floor = match["name"], match["floor"]
    try:
        found = version(name)
    except PackageNotFoundError:
        if match["when"]:
            # Its condition means that ketaevidence also works without it.
            said = f"{name} is not here; what it makes faster works without it."
            yield Examined(name, "note", said, f'pip install "{name}>={floor}"')
            return
        said = f"{name} is missing; {floor} or later is needed."
        yield Examined(name, "problem", said, f'pip install "{name}>={floor}"')
        return
    yield _compared(name, found, floor)


def _compared(name: str, found: str, floor: str) -> Examined:
    if release(found) >= release(floor):
        return Examined(name, "ok", f"{name} {found} ({floor} or later is needed).")
    todo = (
        f"Install Python {floor} or later, and ketaevidence in it."
        if name == "Python"
        else f'pip install "{name}>={floor}"'
    )
    said = f"{name} {found} is too old: {floor} or later is needed."
    return Examined(name, "problem", said, todo)


def release(version_text: str) -> tuple[int, ...]:
    """Give the numbers of a version, to compare; what follows them is left out.

    Examples
    --------
    >>> release("2.10.1") > release("2.9"), release("3.0rc1") == release("3")
    (True, True)
    """
    match = _RELEASE.match(version_text)
    numbers = [int(part) for part in match[0].split(".")] if match else [0]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def examine_pubmed(email: str | None, *, online: bool) -> tuple[Examined, ...]:
    """Look at the key and the address; ask PubMed one question only if told to.

    Parameters
    ----------
    email
        The address for PubMed; without it PubMed is not asked.
    online
        Whether to ask.
    """
    try:
        client = Client(email or _NOBODY, limits=_SHORT, patience=_ONCE)
    except PubMedError as error:
        # The message says which of key and address it is, and shows neither.
        todo = "Correct what it names in the environment or in review.toml."
        return (Examined("settings", "problem", str(error), todo),)
    with client:
        found = [_key(client)]
        if client.url != EUTILS:
            said = f"KETAEVIDENCE_EUTILS_URL is set: {client.url} is asked, not PubMed."
            todo = "Unset it, unless a mirror or a test is meant."
            found.append(Examined("address", "note", said, todo))
        if online:
            found.append(_reached(client, email))
    return tuple(found)


def _key(client: Client) -> Examined:
    if client.has_key:
        said = "An NCBI key is set (NCBI_API_KEY): up to 10 requests a second."
    else:
        said = "No NCBI key is set (NCBI_API_KEY): up to 3 requests a second, enough."
    return Examined("key", "ok", said)


def _reached(client: Client, email: str | None) -> Examined:
    if email is None:
        said = "PubMed was not asked: it wants an e-mail address with every question."
        todo = "Give --email, or write it under [contact] in review.toml."
        return Examined("pubmed", "problem", said, todo)
    question = {"db": "pubmed", "term": f"{KNOWN_PMIDS[0]}[uid]", "retmode": "xml"}
    try:
        client.call("esearch", question, _is_a_search)
    except PubMedError as error:
        todo = "Look at the network and its proxy; reading your review needs neither."
        return Examined("pubmed", "problem", str(error), todo)
    return Examined("pubmed", "ok", f"{client.url} answers.")


def _is_a_search(body: bytes) -> None:
    if b"<eSearchResult" not in body:
        msg = "an answer that is none to a search"
        raise TransientError(msg)

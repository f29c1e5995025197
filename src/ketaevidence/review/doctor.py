"""Look a review over before one relies on it: what is well, what to know, what to mend.

Nothing is changed: the store is read as a copy in memory, and the lock is only tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ketaevidence.errors import KetaEvidenceError, LibraryError
from ketaevidence.library import Library
from ketaevidence.library.looking import holder, present_form, store_header
from ketaevidence.question.load import read_question
from ketaevidence.question.model import Question
from ketaevidence.review.clock import days_since

#: A review that says nothing of its own rhythm is called old after this many days: a
#: monthly refresh, and some days for one that was late.
_OLD_DAYS = 35


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: how it stands, in words, and what to do.

    Examples
    --------
    >>> Examined("disk", "problem", "It is full.", "Make room.").is_problem
    True
    """

    #: What was looked at, as one word for machines.
    name: str
    #: ``ok``; ``note``, which is worth knowing; or ``problem``, which is to be mended.
    state: Literal["ok", "note", "problem"]
    said: str
    #: What to do about it; ``None`` where there is nothing to do.
    todo: str | None = None

    @property
    def is_problem(self) -> bool:
        """Whether something is to be mended."""
        return self.state == "problem"


def examine_review(folder: Path, *, question: str, store: str) -> tuple[Examined, ...]:
    """Look over the review in a folder.

    Parameters
    ----------
    folder
        The review's folder.
    question, store
        The names of its two files.

    Returns
    -------
    tuple of Examined
        Everything that could be looked at, in the order of looking. What is missing
        or damaged is told and never raised.
    """
    if folder.exists() and not folder.is_dir():
        said = f"{folder}: this is a file; a review is a folder."
        return (Examined("folder", "problem", said, "Name the review's folder."),)
    if not folder.is_dir():
        said = f"{folder}: there is no such folder."
        todo = f"`ketaevidence init {folder}` makes a review there."
        return (Examined("folder", "problem", said, todo),)
    asked, first = _question(folder / question)
    return (
        _folder(folder),
        first,
        *(() if asked is None else (_contact(asked, folder / question),)),
        _lock(folder),
        *_store(folder / store, asked),
    )


def email_of(question: Path) -> str | None:
    """Give the address in a review's question file, if it can be read and has one."""
    return getattr(_question(question)[0], "email", None)


def _folder(folder: Path) -> Examined:
    if os.access(folder, os.W_OK):
        return Examined("folder", "ok", f"{folder} can be written.")
    said = f"{folder} can be read and not written: nothing new can land here."
    todo = "Give yourself the right to write there, if you want to change the review."
    return Examined("folder", "note", said, todo)


def _question(path: Path) -> tuple[Question | None, Examined]:
    try:
        question = read_question(path)
    except KetaEvidenceError as error:
        todo = f"Correct {path.name}, or take it from a copy."
        return None, Examined("question", "problem", str(error), todo)
    said = f"{path.name} can be read: {question.title}."
    return question, Examined("question", "ok", said)


def _contact(question: Question, path: Path) -> Examined:
    if question.email:
        said = f"The e-mail address for PubMed is {question.email}."
        return Examined("email", "ok", said)
    said = "No e-mail address is given; PubMed asks for one with every search."
    todo = f'Write it in {path}: under [contact], email = "you@lab.org".'
    return Examined("email", "note", said, todo)


def _lock(folder: Path) -> Examined:
    try:
        words = holder(folder)
    except OSError as error:
        said = f"The review's lock cannot be opened ({error.strerror})."
        todo = "Give yourself the right to write in the review's folder."
        return Examined("lock", "note", said, todo)
    if words is None:
        return Examined("lock", "ok", "No run holds the review.")
    said = f"A run holds the review: {words}."
    todo = "Wait until it has ended; another refresh would end at once with code 75."
    return Examined("lock", "note", said, todo)


def _store(path: Path, question: Question | None) -> Iterator[Examined]:
    """Look at the file, then at what is in it, as far as it can be opened."""
    form = _form(path)
    yield form
    if form.is_problem:
        return
    try:
        with Library.open_copy(path) as library:
            library.check()
            records = len(library.record_keys())
            yield Examined("store", "ok", f"The store is whole: {records} records.")
            yield _room(library)
            yield from _currency(library, question)
            yield _quarantine(library)
            yield from _versions(library)
    except LibraryError as error:
        todo = "Restore library.sqlite from a copy; keep the damaged file beside it."
        yield Examined("store", "problem", str(error), todo)


def _form(path: Path) -> Examined:
    try:
        header = store_header(path)
    except OSError as error:
        said = f"{path}: the store cannot be read ({error.strerror})."
        todo = "Restore it from a copy, or make a new review with `ketaevidence init`."
        return Examined("form", "problem", said, todo)
    if header is None or not header.is_ours:
        said = f"{path}: this file is no store of ketaevidence."
        return Examined("form", "problem", said, "Restore it from a copy.")
    if header.is_newer:
        said = (
            f"A newer ketaevidence wrote the store (form {header.form}; this one knows "
            f"{present_form()})."
        )
        return Examined("form", "problem", said, "Update ketaevidence.")
    if header.is_interrupted:
        said = "A write to the store was cut off, or is under way."
        todo = (
            f"If no run holds the review, open it once (`ketaevidence status "
            f"{path.parent}`): the store goes back to the state before that write. Do "
            f"not delete {path.name}-journal."
        )
        return Examined("form", "problem", said, todo)
    if header.is_older:
        said = (
            f"The store has form {header.form}; the next command brings it to "
            f"{present_form()} and keeps a copy of it as it is."
        )
        return Examined("form", "note", said, "Nothing; make sure that there is room.")
    return Examined("form", "ok", f"The store has the present form, {header.form}.")


def _room(library: Library) -> Examined:
    try:
        library.check_room()
    except LibraryError as error:
        return Examined("room", "problem", str(error), "Make room on that disk.")
    return Examined("room", "ok", "The disk has room for a refresh.")


def _currency(library: Library, question: Question | None) -> Iterator[Examined]:
    refreshes = [run for run in library.runs() if run.kind == "refresh"]
    again = "Run `ketaevidence refresh` on it."
    if not refreshes:
        said = "The review was never refreshed from PubMed."
        yield Examined("age", "note", said, again)
    else:
        limit = (question.living.refresh_days if question else None) or _OLD_DAYS
        last = refreshes[-1]
        age = days_since(last.at)
        said = f"The last complete refresh was on {last.at[:10]}, {age} days ago."
        if age < 0:
            said = (
                f"The last complete refresh is dated {last.at}, which is still to come."
            )
            todo = "Set this machine's clock, or find out which one was wrong then."
            yield Examined("age", "problem", said, todo)
        elif age > limit:
            said = f"{said} This review allows {limit}."
            yield Examined("age", "problem", said, again)
        else:
            yield Examined("age", "ok", said)
    attempt = library.last_attempt()
    if attempt is not None and attempt[1] != "landed":
        began, status, why = attempt
        told = "has not ended" if status == "running" else status
        said = f"The newest attempt at a refresh ({began}) {told}{_because(why)}"
        todo = "Unless it runs just now, refresh again; nothing was lost."
        yield Examined("attempt", "problem", said, todo)


def _because(why: str | None) -> str:
    return f": {why}" if why else "."


def _quarantine(library: Library) -> Examined:
    pieces = len(library.quarantine())
    if not pieces:
        return Examined("quarantine", "ok", "Every record that came can be read.")
    are = "piece is" if pieces == 1 else "pieces are"
    said = f"{pieces} {are} in quarantine: they came and are no readable record."
    todo = "Look at them: `review.quarantine()` in Python names each, and why."
    return Examined("quarantine", "note", said, todo)


def _versions(library: Library) -> Iterator[Examined]:
    versions = library.versions()
    damaged = [version.number for version in versions if not version.is_whole]
    if damaged:
        said = f"Frozen versions are damaged: {', '.join(damaged)}."
        todo = "Restore library.sqlite from a copy; `ketaevidence verify` tells more."
        yield Examined("versions", "problem", said, todo)
    elif versions:
        said = f"Frozen versions: {len(versions)}, all whole."
        yield Examined("versions", "ok", said)

"""A review is a folder: make one, open one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ketaevidence.errors import LibraryError, QuestionError
from ketaevidence.library import Library
from ketaevidence.question.load import read_question, shipped_question
from ketaevidence.question.shipped import shipped_names, shipped_text
from ketaevidence.review import Review
from ketaevidence.review.bundled import fill

#: Names of the files in a review's folder.
QUESTION_FILE = "review.toml"
STORE_FILE = "library.sqlite"


def open_review(folder: str | os.PathLike[str], *, as_copy: bool = False) -> Review:
    """Open the review in a folder.

    Parameters
    ----------
    folder
        A folder that :func:`init_review` or ``ketaevidence init`` made.
    as_copy
        Work on a copy in memory: the folder is only read, and what you change is gone
        when you close the review.

    Raises
    ------
    LibraryError
        If there is no such folder, it is a file, or it holds no review.
    QuestionError
        If the folder's ``review.toml`` cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> import ketaevidence as ke
    >>> with tempfile.TemporaryDirectory() as place:
    ...     ke.init_review(f"{place}/my-review").close()
    ...     with ke.open_review(f"{place}/my-review") as review:
    ...         len(review.records())
    0
    """
    if not os.fspath(folder):
        msg = "The folder's name is empty; name the folder of a review."
        raise LibraryError(msg)
    path = Path(folder)
    if path.exists() and not path.is_dir():
        msg = (
            f"{path}: this is a file; a review is a folder. Name the folder that "
            f"holds its {QUESTION_FILE} and {STORE_FILE}."
        )
        raise LibraryError(msg)
    if not path.is_dir():
        msg = f"{path}: there is no such folder. `ketaevidence init {path}` makes it."
        raise LibraryError(msg)
    if not (path / QUESTION_FILE).is_file() or not (path / STORE_FILE).is_file():
        msg = (
            f"{path}: this folder is no review: it has no {QUESTION_FILE} or no "
            f"{STORE_FILE}. `ketaevidence init FOLDER` makes a review."
        )
        raise LibraryError(msg)
    question = read_question(path / QUESTION_FILE)
    store = path / STORE_FILE
    library = Library.open_copy(store) if as_copy else Library.open(store)
    review = Review(library, question, folder=path)
    if not as_copy:
        review.heal_versions()
    return review


def init_review(
    folder: str | os.PathLike[str],
    *,
    question: str | os.PathLike[str] | None = None,
    example: bool = False,
) -> Review:
    """Start a review in a new folder.

    Parameters
    ----------
    folder
        Where to make it; the folder must not exist yet, or be empty.
    question
        The name of a question that comes with the program
        (``"lidocaine-neuropathic"``), or a question file of your own; the bundled
        review's question, ``"ketamine-crps"``, if left out.
    example
        Begin with everything that the bundled review holds (records, decisions, the
        register, other sources), to go on with it.

    Returns
    -------
    Review
        The new review, empty or a copy of the bundled one.

    Raises
    ------
    LibraryError
        If the folder holds something, or cannot be made, or a question was given for
        the bundled review, which has its own. Nothing is left behind.
    QuestionError
        If the question file cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> import ketaevidence as ke
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with ke.init_review(f"{place}/my-review") as review:
    ...         review.question.name
    'ketamine-crps'

    >>> with tempfile.TemporaryDirectory() as place:
    ...     other = ke.init_review(f"{place}/b", question="bisphosphonates-crps")
    ...     other.question.title
    ...     other.close()
    'Bisphosphonates for complex regional pain syndrome'

    >>> with tempfile.TemporaryDirectory() as place:
    ...     with ke.init_review(f"{place}/ours", example=True) as review:
    ...         len(review.records())
    59
    """
    path = Path(folder)
    if example and question is not None:
        msg = (
            f"{path}: the bundled review has its own question; leave the question out, "
            "and change review.toml afterwards."
        )
        raise LibraryError(msg)
    text = _text_of(question)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        msg = f"{path}: there is something here already; choose a new folder."
        raise LibraryError(msg)
    if not path.parent.exists():
        msg = (
            f"{path}: there is no folder {path.parent} to make it in; make that first."
        )
        raise LibraryError(msg)
    try:
        # Built beside its place and renamed, so that no half-made review is left.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".init-") as scratch:
            draft = Path(scratch) / "review"
            draft.mkdir()
            (draft / QUESTION_FILE).write_text(text, "utf-8")
            with Library.create(draft / STORE_FILE) as library:
                if example:
                    fill(library)
            draft.replace(path)
    except OSError as error:
        msg = f"{path}: the review cannot be made here ({error.strerror})."
        raise LibraryError(msg) from error
    return open_review(path)


def shipped_questions() -> dict[str, str]:
    """Give the questions that come with the program: names and titles.

    Returns
    -------
    dict
        In the order in which they are offered, the bundled review's first. A name is
        what :func:`init_review` takes as ``question``.

    Examples
    --------
    >>> shipped_questions()["bisphosphonates-crps"]
    'Bisphosphonates for complex regional pain syndrome'
    """
    return {name: shipped_question(name).title for name in shipped_names()}


def _text_of(question: str | os.PathLike[str] | None) -> str:
    """Give the text of a question by its name or its file, once it is sound.

    A name that comes with the program is meant as such; a file of the same name is
    reached as ``./name``.
    """
    if question is None:
        return shipped_text()
    if question in shipped_names():
        return shipped_text(str(question))
    path = Path(question)
    if not path.exists():
        msg = (
            f"{os.fspath(question)!r}: there is no such file, and no question of this "
            f"name comes with the program; those are {', '.join(shipped_names())}."
        )
        raise QuestionError(msg)
    read_question(path)
    return path.read_text("utf-8")

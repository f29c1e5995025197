"""The bundled review, in memory."""

from __future__ import annotations

from ketaevidence.library import Library
from ketaevidence.question.load import shipped_question
from ketaevidence.review import Review
from ketaevidence.review.bundled import fill


def example_review() -> Review:
    """Open the bundled review of ketamine in CRPS, offline and in memory.

    It holds facts and citations with their sources, and this project's own summaries
    of the records; it holds no publisher's abstract. What you change in it is gone
    when you close it; to go on with it, make a folder of it with
    ``init_review(folder, example=True)``.

    Returns
    -------
    Review
        A review like any other, except that it has no folder.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> review.question.title
    'Ketamine for complex regional pain syndrome'
    """
    library = Library.in_memory()
    fill(library)
    return Review(library, shipped_question(), folder=None)

"""A review as it is opened: its question and its store."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from ketaevidence.library import Library
from ketaevidence.question.model import Question


class Opened:
    """A question and a store that belong together."""

    def __init__(
        self, library: Library, question: Question, *, folder: Path | None
    ) -> None:
        self._library = library
        self.question = question
        self.folder = folder

    def __enter__(self) -> Self:
        """Use the review in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the review at the end of a ``with`` block."""
        self.close()

    def __repr__(self) -> str:
        """Say which review this is."""
        return f"<Review: {self.question.title}, {self.folder or 'in memory'}>"

    @property
    def is_example(self) -> bool:
        """Whether it holds the bundled review, as it came or with what came since.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().is_example
        True
        """
        return any(run.kind == "bundled" for run in self._library.runs())

    def close(self) -> None:
        """Close the store."""
        self._library.close()

"""The Review: everything that a user asks of it, from records to the report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.errors import LibraryError
from ketaevidence.review.published import Published

if TYPE_CHECKING:
    from ketaevidence.present.report.beside import Beside


class Review(Published):
    """A living systematic review: open it, ask it, decide in it, report it.

    Get one from :func:`example_review`, :func:`open_review` or :func:`init_review`.
    Use it in a ``with`` block, or :meth:`close` it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> with ke.example_review() as review:
    ...     print(len(review.records()), len(review.analyses()))
    59 3
    """

    def report(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Write the report as one self-contained HTML file.

        It says how current the review is, what is known and how certain people are of
        it, what changed since the version before, and where every number comes from.
        It needs no network and no script, and prints on A4 and Letter. The same state
        gives the same bytes.

        Parameters
        ----------
        path
            Where to write it. Left out, it goes into the review's folder as
            ``report.html``, and for the bundled review into the current folder as
            ``ketaevidence-report.html``.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        PresentError
            If it cannot be written there; an older report is then as it was.

        Examples
        --------
        >>> import tempfile
        >>> import ketaevidence as ke
        >>> with tempfile.TemporaryDirectory() as place:
        ...     ke.example_review().report(f"{place}/report.html").name
        'report.html'
        """
        from ketaevidence.present.files import write_whole
        from ketaevidence.present.report.build import report_html

        if path is None:
            default = self.folder / "report.html" if self.folder else None
            path = default or Path("ketaevidence-report.html")
        target = Path(path)
        write_whole(target, report_html(self.snapshot(), self._beside()))
        return target

    def _beside(self) -> Beside:
        """Gather what the report tells beside the state itself."""
        from ketaevidence.present.report.beside import Beside

        digest, because = None, None
        try:
            digest = self.digest()
        except LibraryError as error:
            # An earlier state that cannot be read hides nothing of this one.
            because = str(error)
        return Beside(
            versions=self.versions(),
            number=digest.until.version if digest else None,
            digest=digest,
            no_digest_because=because,
            attempt=self._attempt(),
            signed=self._who_kept_out(),
            search_every_days=self.question.living.refresh_days,
        )

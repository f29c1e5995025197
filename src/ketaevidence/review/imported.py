"""What came in from PubMed's own files on disk: the baseline and its updates."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.errors import LibraryError
from ketaevidence.library import ImportCount, locked
from ketaevidence.question.writing import named_vocabularies, parse_expression
from ketaevidence.review.clock import now
from ketaevidence.review.collected import Collected
from ketaevidence.software import software_name

if TYPE_CHECKING:
    from ketaevidence.baseline.apply import Known
    from ketaevidence.baseline.executors import Executor
    from ketaevidence.baseline.gather import Progress
    from ketaevidence.question.expression import Expression

Place = str | os.PathLike[str]
#: The cluster that is started on this machine when no address is given.
LOCAL_CLUSTER = "local"


@dataclass(frozen=True, slots=True)
class BaselineCount:
    """What PubMed's files on disk came to.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.library import ImportCount
    >>> taken_in = ImportCount(received=1, new=1, revised=0, unchanged=0, repeated=0)
    >>> count = BaselineCount(files=2, read=60_000, matched=1, ceased=0, left_out=0,
    ...                       deleted=0, taken_in=taken_in)
    >>> count.taken_in.new
    1
    """

    files: int
    #: Records in all files; a record that stands in two files counts twice.
    read: int
    #: Records that match, in the form that stands after the last file.
    matched: int
    #: Records that the review has and that match no more; they came in as well.
    ceased: int
    #: Records that matched in an earlier form only, and stayed out.
    left_out: int
    #: Records that matched, were deleted by a later file, and stayed out.
    deleted: int
    #: What became of those that came in.
    taken_in: ImportCount


class Imported(Collected):
    """A review that can take in what it asks for from PubMed's files on disk."""

    def import_baseline(  # noqa: PLR0913 (where, what, and how to run it, each by name)
        self,
        folder: Place | Sequence[Place],
        *,
        match: str,
        source: str,
        processes: int | None = None,
        cluster: str | None = None,
        allow_gaps: bool = False,
        at: str | None = None,
        progress: Progress | None = None,
    ) -> BaselineCount:
        """Take in the records that match from PubMed's baseline and update files.

        The files are applied in PubMed's order: of each record the highest version and
        its newest form stands, and deletions count. All of it comes in, or nothing. A
        run that was killed goes on where it was, and ends with the same result.

        Parameters
        ----------
        folder
            Holds ``pubmed26n0001.xml.gz`` and its like, in any folders below it; also
            several folders or files. A ``.md5`` file beside a file is checked.
        match
            What a record must name: ``'ketamine AND crps-terms'``.
        source
            Where the records are from ("PubMed"); PRISMA counts by it.
        processes
            How many processes screen the files; left out, this one does.
        cluster
            The address of a Dask scheduler, or ``"local"`` to start one here; needs
            ``ketaevidence[cluster]``.
        allow_gaps
            Whether files may be missing between the first and the last.
        at
            When, ISO 8601 in UTC; now if left out.
        progress
            Told after every file how many are done, and how many there are.

        Returns
        -------
        BaselineCount
            Files, records read and matched, and what became of them.

        Raises
        ------
        QuestionError
            If ``match`` cannot be understood.
        ReadError
            If a file is missing, damaged or not the one that PubMed meant. Nothing is
            taken in.
        LibraryError
            If the store cannot be written. Nothing is taken in.
        LockedError
            If another run holds the review.

        Examples
        --------
        >>> import gzip, tempfile
        >>> from pathlib import Path
        >>> import ketaevidence as ke
        >>> one = (b"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        ...        b"<ArticleTitle>Ketamine for Sudeck's, invented</ArticleTitle>"
        ...        b"</Article></MedlineCitation></PubmedArticle>")
        >>> whole = gzip.compress(b"<PubmedArticleSet>" + one + b"</PubmedArticleSet>")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = (Path(folder) / "pubmed26n0001.xml.gz").write_bytes(whole)
        ...     count = ke.example_review().import_baseline(
        ...         folder, match="ketamine AND crps-terms", source="PubMed")
        >>> count.files, count.matched, count.taken_in.new
        (1, 1, 1)
        """
        from ketaevidence.baseline.gather import gather
        from ketaevidence.baseline.ledger import LEDGER_FOLDER, Ledger
        from ketaevidence.baseline.order import in_order
        from ketaevidence.baseline.screen import Work

        if not source.strip():
            msg = "Say where the records are from, for example source='PubMed'."
            raise LibraryError(msg)
        expression = parse_expression(match, named_vocabularies(self.question))
        places = [folder] if isinstance(folder, (str, os.PathLike)) else folder
        with ExitStack() as stack:
            if self.folder is None:
                kept = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            else:
                kept = self.folder / LEDGER_FOLDER
                words = f"process {os.getpid()} since {now()}"
                stack.enter_context(locked(self.folder, words))
            files = in_order([Path(place) for place in places], allow_gaps=allow_gaps)
            known = self._known(expression)
            ledger = Ledger(kept, Work(expression, frozenset(known)), software_name())
            executor = _executor(processes, cluster)
            outcome = gather(files, known, ledger, executor, progress)
            count = self._library.add_records(
                outcome.incoming,
                kind="import",
                source=source,
                at=at or now(),
                software=software_name(),
                detail={"files": [file.path.name for file in files], "match": match},
                broken=outcome.broken,
                withdrawn=outcome.withdrawn,
            )
            ledger.clear()
            self._landed()
        return BaselineCount(
            files=outcome.files,
            read=outcome.read,
            matched=outcome.matched,
            ceased=outcome.ceased,
            left_out=outcome.left_out,
            deleted=outcome.deleted,
            taken_in=count,
        )

    def _known(self, expression: Expression) -> dict[int, Known]:
        """Give what the review has, by PMID."""
        from ketaevidence.baseline.apply import Known
        from ketaevidence.baseline.texts import matches

        return {
            int(record.pmid): Known(record.version, matches(expression, record))
            for record in self.records()
            if record.pmid is not None
        }


def _executor(processes: int | None, cluster: str | None) -> Executor:
    if cluster is not None:
        from ketaevidence.baseline.cluster import Dask

        address = None if cluster == LOCAL_CLUSTER else cluster
        return Dask(address, workers=processes)
    if processes is not None and processes > 1:
        from ketaevidence.baseline.processes import Processes

        return Processes(processes)
    from ketaevidence.baseline.executors import Serial

    return Serial()

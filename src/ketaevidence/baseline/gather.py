"""Screen every file of PubMed's on disk, keep what is done, apply it in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ketaevidence.baseline.apply import Known, Outcome, apply
from ketaevidence.baseline.executors import Executor, Lost
from ketaevidence.baseline.ledger import Ledger
from ketaevidence.baseline.order import BaselineFile
from ketaevidence.baseline.screen import Failed, Screened, Task, screen
from ketaevidence.errors import ReadError

#: Told how many files are done, and how many there are.
Progress = Callable[[int, int], object]
_SHOWN = 3


def gather(
    files: Sequence[BaselineFile],
    known: Mapping[int, Known],
    ledger: Ledger,
    executor: Executor,
    progress: Progress | None = None,
) -> Outcome:
    """Screen files and apply them; what was screened before is not screened again.

    Parameters
    ----------
    files
        In the order in which they count.
    known
        What the review has already, by PMID.
    ledger
        Keeps the result of each file until it has landed.
    executor
        Where the files are screened.
    progress
        Told after every file.

    Raises
    ------
    ReadError
        If any file could not be screened. The others are, and stay in the ledger.
    """
    tasks = [
        Task(
            # A worker elsewhere has another working folder.
            str(file.path.absolute()),
            ledger.work,
            expected_md5=file.md5,
            known_md5=ledger.known_md5(file.path.name),
        )
        for file in files
    ]
    problems: dict[str, str] = {}
    for done, (task, answer) in enumerate(executor.run(screen, tasks), start=1):
        if isinstance(answer, Screened):
            ledger.keep(answer)
        elif isinstance(answer, Failed | Lost):
            where = "" if isinstance(answer, Failed) else f"{task.path}: "
            problems[task.name] = where + answer.problem.rstrip(".")
        if progress is not None:
            progress(done, len(tasks))
    if problems:
        raise ReadError(_told([problems[name] for name in sorted(problems)]))
    return apply(_Results(ledger, [task.name for task in tasks]), known)


def _told(problems: Sequence[str]) -> str:
    shown = "; ".join(problems[:_SHOWN])
    more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    which = "One file" if len(problems) == 1 else f"{len(problems)} files"
    return f"{which} could not be screened, nothing was taken in: {shown}{more}."


class _Results(Sequence[Screened]):
    """The kept results in order, each read from the disk when it is looked at."""

    def __init__(self, ledger: Ledger, names: Sequence[str]) -> None:
        self._ledger = ledger
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, number: int) -> Screened:  # type: ignore[override]
        return self._ledger.result(self._names[number])

    def __iter__(self) -> Iterator[Screened]:
        return map(self._ledger.result, self._names)

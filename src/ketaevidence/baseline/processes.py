"""Run a function in processes of this machine, and survive the death of any of them.

Each worker has a pipe of its own, so that it is known which item a dead one had; a
shared queue would put every item that was under way under suspicion.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from ketaevidence.baseline.executors import ATTEMPTS, DEADLY, Answer, Item, Lost
from ketaevidence.errors import KetaEvidenceError

#: What a worker sends when it can take work.
_READY = ("ready", None)


class Processes:
    """A number of worker processes, started anew without copying this one (spawn)."""

    def __init__(self, workers: int) -> None:
        self.workers = max(1, workers)

    def run(
        self, function: Callable[[Item], Answer], items: Sequence[Item]
    ) -> Iterator[tuple[Item, Answer | Lost]]:
        """Yield every item with its answer, as the answers come."""
        crew = [_Worker(function) for _ in range(min(self.workers, len(items)))]
        waiting = deque(range(len(items)))
        deaths: Counter[int] = Counter()
        try:
            left = len(items)
            while left:
                for worker in _with_news(crew):
                    kind, answer = worker.receive()
                    number, worker.number = worker.number, None
                    if kind == "raised":
                        raise answer
                    if kind == "died":
                        crew[crew.index(worker)] = worker.replaced(function)
                        if number is None:
                            continue
                        deaths[number] += 1
                        if deaths[number] < ATTEMPTS:
                            waiting.appendleft(number)
                            continue
                        answer = Lost(DEADLY)
                    if number is not None:
                        left -= 1
                        yield items[number], answer
                _hand_out(crew, waiting, items)
        finally:
            for worker in crew:
                worker.end()


class _Worker:
    """One process, its pipe, and what it is at."""

    def __init__(self, function: Callable[[Any], Any], failed_starts: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(theirs, function), daemon=True
        )
        self.process.start()
        theirs.close()
        #: The number of the item that it has; ``None`` while it has none.
        self.number: int | None = None
        self.is_ready = False
        self._failed_starts = failed_starts

    def receive(self) -> tuple[str, Any]:
        """Give what the worker has to say; ("died", None) if it is no more."""
        try:
            kind, answer = self.pipe.recv()
        except (EOFError, OSError):
            return "died", None
        self.is_ready = True
        return kind, answer

    def send(self, number: int, item: object) -> None:
        """Give the worker an item; if it is dead, that is noticed when it is asked."""
        self.number = number
        with suppress(OSError):
            self.pipe.send(item)

    def replaced(self, function: Callable[[Any], Any]) -> _Worker:
        """Start another worker in place of this dead one.

        Raises
        ------
        KetaEvidenceError
            If workers die before they can take work.
        """
        self.end()
        failed = 0 if self.is_ready else self._failed_starts + 1
        if failed == ATTEMPTS:
            msg = (
                "Worker processes cannot be started here. In a script, call this under "
                '`if __name__ == "__main__":`, or use one process.'
            )
            raise KetaEvidenceError(msg)
        return _Worker(function, failed)

    def end(self) -> None:
        """End the process, whatever it is at; what it does is repeatable."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def _with_news(crew: Sequence[_Worker]) -> list[_Worker]:
    """Wait until a worker has something to say; the end of a pipe is news too."""
    by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in crew}
    talking = [w.pipe for w in crew if w.number is not None or not w.is_ready]
    return [by_pipe[pipe] for pipe in wait(talking)]


def _hand_out(
    crew: Sequence[_Worker], waiting: deque[int], items: Sequence[object]
) -> None:
    for worker in crew:
        if waiting and worker.is_ready and worker.number is None:
            number = waiting.popleft()
            worker.send(number, items[number])


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """Answer one item after the other, until the other end is closed."""
    # Ctrl-C goes to every process of a terminal; the one in charge ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send(_READY)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_answer(function, pipe.recv()))


def _answer(function: Callable[[Any], Any], item: object) -> tuple[str, Any]:
    try:
        return "answer", function(item)
    except Exception as error:  # noqa: BLE001 (it is raised where it was asked for)
        return "raised", error

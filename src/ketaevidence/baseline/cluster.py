"""Run a function on a Dask cluster: one on this machine, or any by its address."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from ketaevidence.baseline.executors import ATTEMPTS, DEADLY, Answer, Item, Lost
from ketaevidence.errors import KetaEvidenceError

#: Without any answer for so long, a cluster is taken to be stuck [seconds].
PATIENCE = 600.0
#: A cluster that has had no worker for so long gets none any more [seconds].
ALONE = 30.0
#: How often to look whether there are workers [seconds].
_LOOK = 5.0
#: Settings of a cluster on this machine. A worker that died is found out soon.
LOCAL_SETTINGS = {
    "distributed.scheduler.allowed-failures": ATTEMPTS - 1,
    "distributed.comm.timeouts.connect": "5s",
}
#: Items that are under way for each thread of the cluster: none waits for work.
_AHEAD = 2


class Dask:
    """A Dask scheduler; without an address a cluster is started on this machine.

    Every worker must see the files under the same paths. Dask sends programs over its
    connections: use it on this machine, or with TLS.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        workers: int | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.address = address
        self.workers = workers
        self.patience = patience

    def run(
        self, function: Callable[[Item], Answer], items: Sequence[Item]
    ) -> Iterator[tuple[Item, Answer | Lost]]:
        """Yield every item with its answer, as the answers come.

        Raises
        ------
        KetaEvidenceError
            If Dask is not installed, or the cluster cannot be reached.
        """
        waiting = deque(range(len(items)))
        stalls: Counter[int] = Counter()
        while waiting:
            with ExitStack() as stack:
                client = self._connected(stack)
                try:
                    for number, answer in self._answers(
                        client, function, items, waiting
                    ):
                        yield items[number], answer
                except _StuckError as stuck:
                    stalls.update(stuck.numbers)
                    for number in stuck.numbers:
                        if stalls[number] < ATTEMPTS:
                            waiting.append(number)
                            continue
                        problem = f"the cluster gave no answer, {ATTEMPTS} times"
                        yield items[number], Lost(problem)

    def _connected(self, stack: ExitStack) -> Any:
        """Connect to the cluster, or start one; it ends with the stack."""
        distributed = _distributed()
        address = self.address
        if address is None:
            import dask.config

            stack.enter_context(dask.config.set(LOCAL_SETTINGS))
            cluster = distributed.LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
            address = stack.enter_context(cluster).scheduler_address
        try:
            return stack.enter_context(distributed.Client(address))
        except (OSError, ValueError) as error:
            msg = f"{address}: no Dask scheduler answers there ({error})."
            raise KetaEvidenceError(msg) from error

    def _answers(
        self,
        client: Any,
        function: Callable[[Item], Answer],
        items: Sequence[Item],
        waiting: deque[int],
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """Give every answer; what seems to end its worker is tried once more, alone.

        The scheduler also blames an item that only queued behind a deadly one.
        """
        suspects: deque[int] = deque()
        try:
            for number, answer in self._drained(client, function, items, waiting):
                if isinstance(answer, Lost):
                    suspects.append(number)
                else:
                    yield number, answer
            while suspects:
                alone = deque([suspects.popleft()])
                yield from self._drained(client, function, items, alone)
        except _StuckError:
            waiting.extend(suspects)
            raise

    def _drained(
        self,
        client: Any,
        function: Callable[[Item], Answer],
        items: Sequence[Item],
        waiting: deque[int],
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """Keep the cluster busy; give the answers, and raise if none comes any more."""
        under_way: dict[Any, int] = {}
        while waiting or under_way:
            threads = max(1, sum(client.nthreads().values()))
            while waiting and len(under_way) < _AHEAD * threads:
                number = waiting.popleft()
                future = client.submit(function, items[number], pure=False)
                under_way[future] = number
            done = self._some_done(client, under_way)
            if any(future.status in ("cancelled", "lost") for future in done):
                # The scheduler forgot what it was given; it is asked anew.
                raise _StuckError(list(under_way.values()))
            for future in done:
                yield under_way.pop(future), _answer(future)

    def _some_done(self, client: Any, under_way: Mapping[Any, int]) -> Any:
        """Wait until some are done; raise if the cluster is stuck or has no workers.

        A worker that dies is started again by its nanny, and now and then is not.
        """
        look = min(_LOOK, self.patience)
        waited = alone = 0.0
        while waited < self.patience and alone < ALONE:
            try:
                done, _ = _distributed().wait(
                    list(under_way), timeout=look, return_when="FIRST_COMPLETED"
                )
            except TimeoutError:
                waited += look
                alone = 0.0 if client.nthreads() else alone + look
            else:
                return done
        client.cancel(list(under_way))
        raise _StuckError(list(under_way.values()))


def _answer(future: Any) -> Any:
    try:
        return future.result()
    except _distributed().KilledWorker:
        return Lost(DEADLY)


def _distributed() -> Any:
    """Give Dask's package; its functions are not typed.

    Raises
    ------
    KetaEvidenceError
        If it is not installed.
    """
    try:
        import distributed
    except ImportError as error:
        msg = (
            "A cluster needs Dask, which is not installed: "
            'pip install "ketaevidence[cluster]".'
        )
        raise KetaEvidenceError(msg) from error
    return distributed


class _StuckError(Exception):
    """The cluster gives no answer any more."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__("the cluster is stuck")
        self.numbers = numbers

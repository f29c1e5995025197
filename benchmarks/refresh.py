"""Cost of a refresh: python -m benchmarks.refresh [SIZES].

For stores of 100, 1,000 and 10,000 records (or the sizes given): requests and CPU
seconds of the first load, of a refresh that finds nothing new, and of one where every
hundredth record changed. PubMed is the tests' own server, in a process of its own, so
that only the client's CPU is counted; the pauses that PubMed asks for are not waited.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from tests.pubmed.samples import MESH, article
from tests.pubmed.server import FakePubMed

import ketaevidence as ke
from ketaevidence.pubmed.client import Client, Clock
from ketaevidence.pubmed.gate import Gate

SIZES = (100, 1_000, 10_000)
TITLE = "Ketamine for complex regional pain syndrome, invented part {}"
TEXT = "".join(
    f"Sentence {i} of an invented abstract of usual length. " for i in range(30)
)


def record(number: int, title: str = TITLE) -> str:
    """Give a record of about the size of a real one without references."""
    abstract = f"<AbstractText>{TEXT}</AbstractText>"
    pmid = str(90_000_000 + number)
    return article(pmid, title=title.format(number), abstract=abstract, more=MESH)


def serve(size: int, line: Connection) -> None:
    """Run the server; change every hundredth record when told to."""
    records = {str(90_000_000 + i): record(i) for i in range(size)}
    with FakePubMed(records, ceiling=9_999) as pubmed:
        line.send(pubmed.url)
        while (order := line.recv()) != "stop":
            if order == "change":
                for i in range(0, size, 100):
                    pubmed.change(str(90_000_000 + i), record(i, "Changed {}"))
            line.send("ready")


def measure(size: int) -> list[tuple[str, int, float, float]]:
    """Give (what, requests, CPU seconds, wall seconds) of three refreshes."""
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(size, theirs), daemon=True)
    server.start()
    url = mine.recv()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        gate = Gate(
            Path(folder) / "gate", per_second=1e6, now=time.time, sleep=_at_once
        )
        with ke.init_review(Path(folder) / "review") as review:
            for what in ("first load", "nothing new", "1 % changed"):
                if what == "1 % changed":
                    mine.send("change")
                    mine.recv()
                clock = Clock(sleep=_at_once)
                with Client(
                    "bench@lab.example",
                    base_url=url,
                    api_key="",
                    gate=gate,
                    clock=clock,
                ) as client:
                    cpu, wall = time.process_time(), time.perf_counter()
                    review.refresh(client=client)
                    cpu = time.process_time() - cpu
                    wall = time.perf_counter() - wall
                    rows.append((what, client.requests_made, cpu, wall))
    mine.send("stop")
    server.join()
    return rows


def _at_once(_: float) -> None:
    """Wait for nothing: the pace of requests is not what is measured."""


def main() -> None:
    """Measure every size and print the table."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print(f"{'records':>8}  {'refresh':<12}{'requests':>9}{'CPU s':>9}{'wall s':>9}")
    for size in sizes:
        for what, requests, cpu, wall in measure(size):
            print(f"{size:>8}  {what:<12}{requests:>9}{cpu:>9.2f}{wall:>9.2f}")


if __name__ == "__main__":
    main()

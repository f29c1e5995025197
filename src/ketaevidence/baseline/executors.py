"""Run one function on many items: here, in processes, or on a cluster.

Every item is run at least once and gives exactly one answer. An item that ends its
worker again and again gives :class:`Lost`; the others are not touched by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

#: An item is given up when its worker has died so often.
ATTEMPTS = 3
#: What is said of such an item.
DEADLY = "its worker process died again and again; is there enough memory?"


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without an answer, and why."""

    problem: str


class Executor(Protocol):
    """Something that runs a function on items, in any order."""

    def run(
        self, function: Callable[[Item], Answer], items: Sequence[Item]
    ) -> Iterator[tuple[Item, Answer | Lost]]:
        """Yield every item once, with its answer, as the answers come.

        The function must be at the top of a module and give the same however often it
        runs. What it raises is raised here.
        """
        ...


class Serial:
    """Everything in this process, one after the other."""

    def run(
        self, function: Callable[[Item], Answer], items: Sequence[Item]
    ) -> Iterator[tuple[Item, Answer | Lost]]:
        """Yield every item with its answer, in order."""
        for item in items:
            yield item, function(item)

"""Make many immutable objects quickly.

A frozen dataclass sets each field through ``object.__setattr__``, which looks the class
over at every field. A reader that makes a million objects sets the slots directly; what
it makes is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeVar

_Kind = TypeVar("_Kind")


def maker(kind: type[_Kind]) -> Callable[[Iterable[Any]], _Kind]:
    """Give a function that makes a frozen dataclass with slots from all its values.

    Parameters
    ----------
    kind
        The dataclass. It has slots and no ``__post_init__``.

    Returns
    -------
    callable
        Takes the values of all fields in their order, defaults included.
    """
    slots = tuple(vars(kind)[field.name].__set__ for field in fields(kind))  # type: ignore[arg-type]  # a dataclass, which no type can say

    def make(values: Iterable[Any]) -> _Kind:
        made = object.__new__(kind)
        for put, value in zip(slots, values, strict=True):
            put(made, value)
        return made

    return make

"""What every result of a sensitivity analysis has in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings


class Result(InNotebook):
    """A frozen result: its arrays cannot be changed, and equal numbers are equal."""

    __slots__ = ()

    def freeze(self) -> None:
        """Make the arrays read-only, copies of those that are not."""
        for name in self.__dataclass_fields__:  # type: ignore[attr-defined]
            value = getattr(self, name)
            if type(value) is np.ndarray and value.flags.writeable:
                frozen = value.copy()
                frozen.setflags(write=False)
                # A frozen dataclass can only be normalised in this way.
                object.__setattr__(self, name, frozen)
            elif name == "settings" and type(value) is not Settings:
                object.__setattr__(self, name, Settings(value))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if type(other) is not type(self):
            return NotImplemented
        names = self.__dataclass_fields__  # type: ignore[attr-defined]
        return all(_same(getattr(self, name), getattr(other, name)) for name in names)

    __hash__ = None  # type: ignore[assignment]

    def summary(self) -> str:
        """Write the result as plain text."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()


def _same(here: Any, there: Any) -> bool:
    if isinstance(here, np.ndarray):
        has_gaps = here.dtype.kind == "f"
        return bool(np.array_equal(here, there, equal_nan=has_gaps))
    return bool(here == there)

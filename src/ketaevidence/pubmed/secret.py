"""A value that must never be printed, logged or stored: the API key."""

from __future__ import annotations

from typing import NoReturn

_HIDDEN = "Secret(***)"


class Secret:
    """A key that shows itself to no one but the connection that sends it.

    It is no kind of ``str``: joining, formatting or writing a text of its own would
    show one.

    Examples
    --------
    >>> f"{Secret('0123')!s:>12}"
    ' Secret(***)'
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """Give the value itself; only for the moment in which it is sent."""
        return self.__value

    def __repr__(self) -> str:
        """Hide the value."""
        return _HIDDEN

    def __format__(self, spec: str) -> str:
        """Hide the value, whatever the format asked for."""
        return format(_HIDDEN, spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be copied into a pickle."""
        msg = "A secret cannot be pickled or copied."
        raise TypeError(msg)

"""The choices behind a number, kept with the number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn


class Settings(dict[str, object]):
    """The choices that made a number, in a fixed order, which nobody can change.

    It is a plain ``dict`` for reading (``json.dumps`` works on it), with its keys
    sorted so that two equal runs write equal bytes.

    Parameters
    ----------
    values
        Names and JSON-able values; a mapping inside becomes a ``Settings`` too.

    Examples
    --------
    >>> from ketaevidence.effects import Settings
    >>> Settings({"to": "only0", "add": 0.5})
    Settings({'add': 0.5, 'to': 'only0'})
    """

    __slots__ = ()

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(
            (name, Settings(value) if isinstance(value, Mapping) else value)
            for name, value in sorted(values.items())
        )

    def __repr__(self) -> str:
        """Show the choices as one would write them."""
        return f"Settings({dict(self)!r})"

    def __reduce__(self) -> tuple[type[Settings], tuple[dict[str, object]]]:
        """Copy and pickle by value: the default way would call ``__setitem__``."""
        return (Settings, (dict(self),))

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        msg = "settings record how a number was made and cannot be changed"
        raise TypeError(msg)

    __setitem__ = _refuse
    __delitem__ = _refuse
    __ior__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse

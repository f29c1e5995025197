"""Biopython's answers, and a note of everything that is looked at in them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

from flat_text import flat

Reader = Callable[[bytes], Any]


def biopython() -> Reader:
    """Load ``Bio.Entrez.read``, barred from the network.

    It makes a folder in the user's home when it is imported: set HOME before. With
    ``escape=True`` its texts tell markup (``<sup>``) from a printed ``<`` (``&lt;``).
    """
    from Bio import Entrez
    from Bio.Entrez import Parser

    def refuse(url: str) -> None:
        msg = f"Biopython wants {url}, which it does not bundle."
        raise OSError(msg)

    Parser.urlopen = refuse
    return lambda data: Entrez.read(io.BytesIO(data), escape=True)


@dataclass(frozen=True, slots=True)
class Node:
    """One value in Biopython's answer, which notes what is read of it."""

    value: Any
    path: str
    read: set[str]

    def many(self, *names: str) -> list[Node]:
        """Give all values at a path of names, in their order."""
        found = [self]
        for name in names:
            found = [child for node in found for child in node.children(name)]
        return found

    def one(self, *names: str) -> Node | None:
        """Give the only value at a path of names.

        Raises
        ------
        ValueError
            If there are several, so that none is passed over.
        """
        found = self.many(*names)
        if len(found) > 1:
            msg = f"{self.path}: several {'/'.join(names)}"
            raise ValueError(msg)
        return found[0] if found else None

    def children(self, name: str) -> Iterator[Node]:
        """Go through the values of one name."""
        path = f"{self.path}/{name}"
        if isinstance(self.value, dict):
            found = self.value.get(name, [])
            is_plain = type(found) is list
            for item in found if is_plain else (found,) if name in self.value else ():
                yield Node(item, path, self.read)
        elif isinstance(self.value, list):
            yield from (Node(i, path, self.read) for i in self.value if i.tag == name)

    def attribute(self, name: str) -> str | None:
        """Give an attribute; one that the DTD has a default for is never missing."""
        self.read.add(f"{self.path}@{name}")
        return self.value.attributes.get(name)

    def text(self, *names: str) -> str | None:
        """Give the text at a path of names; nothing and empty are ``None``."""
        node = self.one(*names) if names else self
        if node is None:
            return None
        self.read.add(node.path)
        return flat(node.value) or None

    def texts(self, *names: str) -> tuple[str | None, ...]:
        """Give all texts at a path of names, with ``None`` for each empty one."""
        return tuple(node.text() for node in self.many(*names))


def paths(value: Any, path: str) -> Iterator[str]:
    """Yield the path of every text and attribute in Biopython's answer."""
    yield from (f"{path}@{name}" for name in getattr(value, "attributes", None) or ())
    if isinstance(value, dict):
        for name, child in value.items():
            yield from paths(child, path if type(child) is list else f"{path}/{name}")
    elif isinstance(value, list):
        for child in value:
            yield from paths(child, f"{path}/{child.tag}")
    else:
        yield path


def fields_of(kind: Any) -> dict[str, Any]:
    """Give the fields of a part with their defaults; nothing for what is no part."""
    if is_dataclass(kind):
        return {item.name: item.default for item in fields(kind)}
    names = getattr(kind, "_fields", ())
    return {name: kind._field_defaults.get(name, MISSING) for name in names}


def every_field(kind: type, /, **said: Any) -> Any:
    """Make a part, and insist that no field of it was forgotten.

    Raises
    ------
    TypeError
        If a field is not named.
    """
    missing = fields_of(kind).keys() - said.keys()
    if missing:
        msg = f"{kind.__name__}: nothing is compared with {sorted(missing)}"
        raise TypeError(msg)
    return kind(**said)


def occurring(answer: Any, kind: str, *, references: bool) -> Counter[str]:
    """Count the paths of a record in Biopython's answer, as they are to be read."""
    return Counter(
        path
        for path in paths(answer, kind)
        if references or "/ReferenceList" not in path
    )

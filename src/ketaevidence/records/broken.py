"""What could not be read: kept with its own bytes, so that nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A piece of a file that is no readable record.

    ``str()`` of it is one line that says what, where and why.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> print(ke.BrokenRecord("export.xml", 120, "its end is missing", b"<Pub", "7"))
    export.xml: PMID 7 at byte 120 is broken: its end is missing
    """

    #: The file, or PubMed's answer, that it stood in.
    source: str
    #: Where it begins in the (decompressed) source [bytes].
    offset: int
    problem: str
    #: The piece itself, byte for byte.
    raw: bytes
    #: The PMID that can be made out in it.
    pmid: str | None = None

    def __str__(self) -> str:
        """Say in one line what is broken, where and why."""
        what = f"PMID {self.pmid}" if self.pmid else "a record"
        return f"{self.source}: {what} at byte {self.offset} is broken: {self.problem}"

"""Which sources are trial registers: PRISMA 2020 counts them apart from databases.

Page MJ et al. 2021, doi:10.1136/bmj.n71.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Sources that PRISMA counts as registers and not as databases, by their usual names.
REGISTERS: Final = frozenset(
    {
        "clinicaltrials.gov",
        "ictrp",
        "who ictrp",
        "isrctn",
        "eu clinical trials register",
        "eu ctr",
        "ctis",
        "anzctr",
        "chictr",
        "ctri",
        "drks",
        "irct",
        "jprn",
        "umin-ctr",
    }
)
#: (source, number of records that it brought) pairs.
Identified = tuple[tuple[str, int], ...]


def is_register(source: str, more: Iterable[str] = ()) -> bool:
    """Say whether a source is a trial register, by its name.

    Parameters
    ----------
    source
        The source, as its import named it.
    more
        Registers beside the well-known ones.

    Examples
    --------
    >>> is_register("ClinicalTrials.gov"), is_register("PubMed")
    (True, False)
    """
    named = source.strip().casefold()
    return named in REGISTERS or named in {one.strip().casefold() for one in more}


def databases_and_registers(
    identified: Identified, more: Iterable[str] = ()
) -> tuple[Identified, Identified]:
    """Part what databases brought from what registers brought, each in its order.

    Examples
    --------
    >>> databases_and_registers((("PubMed", 9), ("DRKS", 2)))
    ((('PubMed', 9),), (('DRKS', 2),))
    """
    more = tuple(more)
    apart = [is_register(source, more) for source, _ in identified]
    pairs = tuple(zip(identified, apart, strict=True))
    return (
        tuple(item for item, is_one in pairs if not is_one),
        tuple(item for item, is_one in pairs if is_one),
    )

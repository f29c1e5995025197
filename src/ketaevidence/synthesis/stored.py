"""Read the pooled results of a version back from the numbers that were frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, get_args

from ketaevidence.effects import Effects
from ketaevidence.errors import LibraryError
from ketaevidence.synthesis.model import AnalysisKind
from ketaevidence.synthesis.pools import Pool, pool_of_numbers

#: The layout of frozen numbers that is understood here.
_LAYOUT: Final = 1


def stored_pools(document: str, name: str) -> tuple[Pool, ...]:
    """Give the pooled results that a version froze.

    Parameters
    ----------
    document
        The version's numbers, as ``frozen.canonical`` wrote them.
    name
        What the version is called, for messages.

    Returns
    -------
    tuple of Pool
        In the order of the analyses.

    Raises
    ------
    LibraryError
        If the numbers are damaged, or laid out in a way that is not known here.
    """
    try:
        read = json.loads(document)
        layout = read["layout"]
        if layout != _LAYOUT:
            msg = f"{name}: its numbers are laid out as {layout!r}, not {_LAYOUT}."
            raise LibraryError(msg)
        results = read["register"]["results"]
        return tuple(
            pool
            for kind in get_args(AnalysisKind)
            if kind in read["analyses"]
            for group in read["analyses"][kind]["groups"].values()
            if (pool := _pool(kind, group, results)) is not None
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{name}: its stored numbers cannot be read ({error!r})."
        raise LibraryError(msg) from error


def _pool(
    kind: AnalysisKind, group: Mapping[str, Any], results: Mapping[str, Any]
) -> Pool | None:
    pooled = group["pooled"]
    if pooled is None or pooled["k"] < 2:
        return None
    stored = pooled["effects"]
    effects = Effects(
        stored["measure"],
        yi=stored["yi"],
        vi=stored["vi"],
        slab=tuple(stored["slab"]),
        ni=None if stored["ni"] is None else tuple(stored["ni"]),
    )
    keys = [key for row in group["rows"].values() for key in row["result_ids"]]
    ends = [(results[k]["scale_low"], results[k]["scale_high"]) for k in keys]
    return pool_of_numbers(
        kind,
        group["label"],
        studies=[row["study_id"] for row in group["rows"].values()],
        numbers=pooled,
        effects=effects,
        ends=ends,
    )

"""The differences to Biopython that are meant, each with its reason and its check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from traced import fields_of

from ketaevidence.records.parts import Keyword, Section


@dataclass(frozen=True, slots=True)
class Difference:
    """A kind of difference; ``explains`` checks the reason on the very values."""

    name: str
    reason: str
    #: (field, ours, theirs) -> whether this, and nothing else, tells them apart.
    explains: Callable[[str, Any, Any], bool]


def _without_empty(value: Any) -> Any:
    """Leave out of every list what has no text."""
    if type(value) is tuple:
        return tuple(_without_empty(item) for item in value if not _is_empty(item))
    names = fields_of(value)
    if names:
        parts = {name: _without_empty(getattr(value, name)) for name in names}
        return type(value)(**parts)
    return value


def _is_empty(item: Any) -> bool:
    if isinstance(item, Section):
        return item.text is None
    if isinstance(item, Keyword):
        return item.name is None
    if type(item) is tuple:
        # A pair of a kind and a text.
        return len(item) == 2 and item[1] is None
    return item is None


DIFFERENCES = (
    Difference(
        "empty element",
        "an element without text says nothing; a Record has no entry for it",
        lambda _, ours, theirs: ours == _without_empty(theirs),
    ),
    Difference(
        "cited work",
        "a link of the kind Cites is a reference, no correction",
        lambda name, ours, theirs: (
            name == "corrections"
            and ours == tuple(item for item in theirs if item.kind != "Cites")
        ),
    ),
)

_DAYS = "a Record's dates have days"
_MARK = "joins a group to its list of members inside the file"
#: How the path of a text or attribute ends that a Record has no field for, and why.
NO_FIELD = {
    "PubMedPubDate/Hour": _DAYS,
    "PubMedPubDate/Minute": _DAYS,
    "PubMedPubDate/Second": _DAYS,
    "MedlineCitation@Owner": "which office made the record; nothing on the work",
    "MedlineCitation@VersionDate": "when that version was made; nothing on the work",
    "CommentsCorrections/PMID@Version": "a link is to the work, whatever its version",
    "JournalIssue@CitedMedium": (
        "which edition the indexer had; publication_model and issn_type are kept"
    ),
    "InvestigatorList@ID": _MARK,
    "CollectiveName@Investigators": _MARK,
    "GrantList@CompleteYN": "whether every grant is listed; no claim rests on it",
    "DataBankList@CompleteYN": "whether every registration is listed; likewise",
    "ReferenceList/Title": "the heading of a reference list, such as References",
}

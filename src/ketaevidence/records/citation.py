"""Read a citation that was written down by this project: facts and its own summary.

Such a record holds no publisher's abstract. The summary is the project's own words
and is labelled so wherever it is shown.
"""

from __future__ import annotations

import json

from ketaevidence.errors import ReadError
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Journal, Registration, Section

#: The label under which a summary by this project is kept and shown.
SUMMARY_LABEL = "Project's summary"


def read_citation(raw: bytes, name: str) -> Record:
    """Read one citation from its JSON object.

    Parameters
    ----------
    raw
        A JSON object with ``local_id`` and ``title``, and where known ``pmid``,
        ``doi``, ``pmcid``, ``first_author``, ``year``, ``journal``, ``volume``,
        ``issue``, ``pages``, ``registration`` and ``summary``.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If the text is no JSON object or has no title or identifier.
    """
    try:
        fields = json.loads(raw)
        title, local_id = fields["title"], fields["local_id"]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{name}: not a citation with title and local_id ({error!r})."
        raise ReadError(msg) from error
    last, _, initials = (fields.get("first_author") or "").rpartition(" ")
    author = Author(last_name=last or initials, initials=initials if last else None)
    summary = fields.get("summary")
    registration = fields.get("registration")
    return Record(
        title=title,
        pmid=fields.get("pmid"),
        local_id=local_id,
        sections=(
            (Section(summary, label=SUMMARY_LABEL, written_by="project"),)
            if summary
            else ()
        ),
        authors=(author,) if author.last_name else (),
        journal=Journal(title=fields.get("journal")),
        volume=fields.get("volume"),
        issue=fields.get("issue"),
        pages=fields.get("pages"),
        published=PartialDate(year=fields.get("year")),
        doi=fields.get("doi"),
        pmcid=fields.get("pmcid"),
        registrations=(
            (Registration(_registry(registration), registration),)
            if registration
            else ()
        ),
    )


def _registry(accession: str) -> str:
    return "ClinicalTrials.gov" if accession.startswith("NCT") else "registry"

"""What a review can be written as for other programs, by name.

A format writes one text, or several files into a folder of its own. PRISMA numbers
(``write_prisma``), robvis (``write_robvis``) and a version to publish in Metapsy's
columns (``release``) need more than a name and have methods of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.exchange.asreview_out import asreview_csv, asreview_ris
from ketaevidence.exchange.bibtex import bibtex_text
from ketaevidence.exchange.covidence_out import covidence_files
from ketaevidence.exchange.csl_json import csl_json
from ketaevidence.exchange.gradepro import gradepro_csv
from ketaevidence.exchange.json_ld import json_ld
from ketaevidence.exchange.metafor_script import review_files
from ketaevidence.exchange.metapsy import Published
from ketaevidence.exchange.rayyan_out import rayyan_csv
from ketaevidence.exchange.revman_out import RevManMaterial, revman_files
from ketaevidence.exchange.ris import ris_text
from ketaevidence.exchange.screened_rows import Screened
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.summary_of_findings import summary_of_findings
from ketaevidence.records.model import Record


@dataclass(frozen=True, slots=True)
class Material:
    """What a review holds, as the formats need it."""

    snapshot: Snapshot
    #: The records that were asked for.
    chosen: tuple[Record, ...]
    #: The records of included reports.
    included: tuple[Record, ...]
    #: The included studies with their results, and why a result is not used.
    published: Callable[[], Published]

    @property
    def screened(self) -> Screened:
        """The chosen records with the decisions on them."""
        question = self.snapshot.question
        return Screened(
            self.chosen,
            self.snapshot.decisions,
            question.reviewers,
            question.exclusion_reasons,
        )


#: One text, or texts by file name.
Written = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which a review is written.

    Examples
    --------
    >>> format_named("bibtex").ending
    '.bib'
    """

    name: str
    #: What the file's name ends in; empty where a folder is made.
    ending: str
    #: What it is for.
    purpose: str
    write: Callable[[Material], Written]
    #: Whether it is a list of records, of which some may be asked for.
    lists_records: bool = True

    @property
    def is_folder(self) -> bool:
        """Whether several files go into a folder."""
        return not self.ending


FORMATS: Final = (
    Format(
        "ris",
        ".ris",
        "references for Zotero, EndNote, Mendeley; PMID and DOI survive",
        lambda m: ris_text(m.chosen),
    ),
    Format(
        "bibtex",
        ".bib",
        "references for LaTeX and JabRef",
        lambda m: bibtex_text(m.chosen),
    ),
    Format(
        "csl-json",
        ".json",
        "references for pandoc, Quarto and citation processors",
        lambda m: csl_json(m.chosen),
    ),
    Format(
        "asreview",
        ".csv",
        "ASReview: records with decisions on titles and abstracts as labels",
        lambda m: asreview_csv(m.screened),
    ),
    Format(
        "asreview-ris",
        ".ris",
        "ASReview: the same as RIS, with labels in notes",
        lambda m: asreview_ris(m.screened),
    ),
    Format(
        "rayyan",
        ".csv",
        "Rayyan: records with each person's decision in the notes",
        lambda m: rayyan_csv(m.screened),
    ),
    Format(
        "covidence",
        "",
        "Covidence: a RIS file for each of its lists, and the lists as CSV",
        lambda m: covidence_files(m.screened, m.snapshot.as_of),
    ),
    Format(
        "json-ld",
        ".jsonld",
        "schema.org: the review as a data set, for web pages and catalogues",
        lambda m: json_ld(m.snapshot, m.included),
        lists_records=False,
    ),
    Format(
        "gradepro",
        ".csv",
        "the summary of findings in the columns of a GRADE evidence profile",
        lambda m: gradepro_csv(
            summary_of_findings(m.snapshot, m.snapshot.certainty, most=None),
            m.snapshot.certainty,
        ),
        lists_records=False,
    ),
    Format(
        "metafor",
        "",
        "R: data and a script that fits every pool again with metafor",
        lambda m: review_files(m.snapshot.question.title, m.snapshot.analyses),
        lists_records=False,
    ),
    Format(
        "revman",
        "",
        "RevMan: tables of studies, arms, results and risk of bias, to adapt",
        lambda m: revman_files(
            RevManMaterial(m.published(), m.included, m.snapshot.bias)
        ),
        lists_records=False,
    ),
)


def format_named(name: str) -> Format:
    """Give a format by its name.

    Raises
    ------
    PresentError
        If there is none of that name; all are named.
    """
    for known in FORMATS:
        if known.name == name.strip().casefold():
            return known
    msg = f"{name!r} is no format; there are {', '.join(f.name for f in FORMATS)}."
    raise PresentError(msg)

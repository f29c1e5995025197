"""What the values of PubMed's text format mean: dates, grants, headings, links, ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketaevidence.pubmed.facts import partial_date
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Chemical,
    Correction,
    Grant,
    Keyword,
    MeshHeading,
    OtherAbstract,
    Qualifier,
    Registration,
    Section,
)

#: The format's tags for notices and comments, under the names that the XML has; where
#: the XML has no such link, under PubMed's own words for it.
LINKS = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "DDIN": "DatasetDescribedIn",
    "DRIN": "DatasetUseReportedIn",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "SPIN": "SummaryForPatientsIn",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}
_LINKED = re.compile(r"\s*\bPMID:\s*(\d+)\.?")
_PRINTED = re.compile(r"(\d{4})(?: ([A-Z][a-z]{2})(?: (\d{1,2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})?(\d{2})?")
#: A moment of a record's history; the hour says nothing of the work.
_MOMENT = re.compile(r"(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?)?(?: \d{1,2}:\d{2})?")
_STAGE = re.compile(r"(.*\S)\s*\[([^\]]*)\]")
_IDENTIFIER = re.compile(r"(.*\S)\s*\[([a-z]+)\]")
_ISSN = re.compile(r"(\S+)\s*\((Print|Electronic|Linking)\)")
_NUMBERED = re.compile(r"([^(]*\S) \((.*)\)")
#: Who makes abstracts, notes and keywords, as the XML's definition lists them.
_KINDS = "AAMC|AIDS|HMD|HSR|KIE|NASA|NLM|NOTNLM|PIP|Publisher|plain-language-summary"
_OWNED = re.compile(rf"({_KINDS}): (.*)", re.DOTALL)
#: The short names that NLM gives to those who pay: CA, MRC_, HHMI, ImNIH, NC3RS_.
_ACRONYM = re.compile(r"(?:Im)?[A-Z]{2}(?:[A-Z]{0,6}|[A-Z0-9]{0,6}_)")
#: NLM names a grant's country only for some; another last part is the agency.
_GRANT_COUNTRIES = frozenset(
    {
        "Australia", "Austria", "Belgium", "Brazil", "Canada", "China", "Denmark",
        "Finland", "France", "Germany", "India", "International", "Ireland", "Israel",
        "Italy", "Japan", "Korea", "Netherlands", "New Zealand", "Norway", "Poland",
        "Portugal", "Republic of Korea", "Singapore", "South Africa", "Spain", "Sweden",
        "Switzerland", "Taiwan", "United Kingdom", "United States",
    }
)  # fmt: skip


def printed_date(words: str | None) -> PartialDate:
    """Read a date of publication: ``2020 Mar 5``; what is no plain date stays words."""
    if words is None:
        return PartialDate()
    match = _PRINTED.fullmatch(words)
    date = partial_date(*match.groups()) if match else None
    if date is None or (match and match[2] and date.month is None):
        return partial_date(None, words=words)
    return date


def compact_date(digits: str | None) -> PartialDate | None:
    """Read a date such as ``20100531``."""
    if digits is None:
        return None
    match = _COMPACT.fullmatch(digits)
    return partial_date(*match.groups()) if match else PartialDate(words=digits)


def moment(words: str) -> PartialDate:
    """Read a day of a record's history: ``2010/05/31 06:00``."""
    match = _MOMENT.fullmatch(words)
    return partial_date(*match.groups()) if match else PartialDate(words=words)


def history(
    stages: Iterable[str], others: Iterable[tuple[str, str]]
) -> tuple[tuple[str, PartialDate], ...]:
    """Give a record's history, each (status, date) once.

    Parameters
    ----------
    stages
        Lines such as ``2010/05/31 06:00 [pubmed]``.
    others
        (status, moment) that have a tag of their own; PubMed mostly says them twice.
    """
    found = [
        (match[2], moment(match[1])) if match else ("", moment(line))
        for line in stages
        for match in [_STAGE.fullmatch(line)]
    ]
    found += [(status, moment(words)) for status, words in others]
    return tuple(dict.fromkeys(found))


def identifiers(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Give the (type, value) of lines such as ``10.1000/own [doi]``."""
    return [
        (match[2], match[1]) if match else ("", line)
        for line in lines
        for match in [_IDENTIFIER.fullmatch(line)]
    ]


def issns(lines: Iterable[str]) -> list[tuple[str, str | None]]:
    """Give the (number, edition) of lines such as ``0000-0000 (Print)``."""
    return [
        (match[1], match[2]) if match else (line, None)
        for line in lines
        for match in [_ISSN.fullmatch(line)]
    ]


def heading(line: str) -> MeshHeading:
    """Read ``Pain/*drug therapy/etiology``; no name of a heading has a slash."""
    name, *qualifiers = line.split("/")
    return MeshHeading(
        name=name.removeprefix("*"),
        is_major=name.startswith("*"),
        qualifiers=tuple(
            Qualifier(q.removeprefix("*"), is_major=q.startswith("*"))
            for q in qualifiers
        ),
    )


def chemical(line: str) -> Chemical | None:
    """Read ``690G0D6V8H (Ketamine)``; the number ``0`` means that there is none.

    What has no number at all is no substance but a protocol, a disease or an organism.
    """
    match = _NUMBERED.fullmatch(line)
    return Chemical(match[2], registry_number=match[1]) if match else None


def grant(line: str) -> Grant | None:
    """Read ``number/acronym/agency/country``, of which parts may be absent.

    Slashes are part of many numbers, so it is read from its end. ``None`` stands for
    the ``etc.`` by which NLM says that there are more.
    """
    if line.rstrip(".") == "etc":
        return None
    *rest, last = line.split("/")
    if not rest:
        # A lone part is a number if there is one in it, else who paid.
        has_number = any(sign.isdecimal() for sign in last)
        return Grant(number=last) if has_number else Grant(agency=last)
    has_acronym = len(rest) > 1 and _ACRONYM.fullmatch(rest[-2]) is not None
    if not last or last in _GRANT_COUNTRIES or has_acronym:
        country, agency = last, rest.pop()
    else:
        country, agency = "", last
    acronym = rest.pop() if rest and _ACRONYM.fullmatch(rest[-1]) else None
    return Grant(agency or None, "/".join(rest) or None, acronym, country or None)


def registration(line: str) -> Registration:
    """Read ``ClinicalTrials.gov/NCT00000001``."""
    registry, slash, accession = line.partition("/")
    if slash:
        return Registration(registry, accession)
    # A lone word with digits is the accession, without digits the registry.
    has_number = any(sign.isdecimal() for sign in line)
    return Registration("", line) if has_number else Registration(line, "")


def correction(kind: str, line: str) -> Correction:
    """Read ``J Invent Pain. 2020;1:2. PMID: 77``; what follows is a note."""
    match = _LINKED.search(line)
    if match is None:
        return Correction(kind, line)
    note = line[match.end() :].strip()
    return Correction(kind, line[: match.start()].strip(), match[1], note or None)


def note(line: str) -> tuple[str, str]:
    """Read ``PIP: a note``; without an owner it is a note of nobody in particular."""
    match = _OWNED.fullmatch(line)
    return (match[1], match[2]) if match else ("", line)


def keywords(pairs: Iterable[tuple[str, str]]) -> tuple[Keyword, ...]:
    """Read the keywords; each belongs to the owner named last before it."""
    found, owner = [], None
    for tag, value in pairs:
        if tag == "OTO":
            owner = value
        elif tag == "OT":
            word = value.removeprefix("*").strip()
            found.append(Keyword(word, owner, is_major=value.startswith("*")))
    return tuple(found)


def other_abstracts(pairs: Iterable[tuple[str, str]]) -> tuple[OtherAbstract, ...]:
    """Read the further abstracts; language and copyright follow the text."""
    found: list[dict[str, str]] = []
    for tag, value in pairs:
        if tag in ("OAB", "OABL", "OCI"):
            if tag == "OAB" or not found or tag in found[-1]:
                found.append({})
            found[-1][tag] = value
    return tuple(_other_abstract(lines) for lines in found)


def _other_abstract(lines: dict[str, str]) -> OtherAbstract:
    kind, text = note(lines.get("OAB", ""))
    return OtherAbstract(
        kind=kind,
        language=lines.get("OABL"),
        sections=(Section(text),) if text else (),
        copyright=lines.get("OCI"),
    )

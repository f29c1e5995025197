"""Check that no field of PubMed's text format is lost on the way into a Record.

Give it a folder of files in that format (``.nbib`` or ``.txt``):

    python validation/medline/compare.py FOLDER

It takes each record apart with a short reader of its own and looks up every value in
the place of the Record where it belongs. It prints one line for each tag, and ends with
exit code 1 when a value is missing without a reason.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from ketaevidence.pubmed.files import stream_records
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record

#: Tags that are not read, and why.
NOT_READ = {
    "OWN": "who keeps the record; it is no property of the work",
    "DA": "the day NLM made the record, which PubMed gives no more; EDAT is read",
    "SO": "the citation in one line; its parts have tags of their own",
    "CDAT": "an old name of CRDT in some books' records",
}
#: Values that are not read, and why.
NOT_READ_VALUES = {
    "GR": "stands for grants that are not named",
    "IS": "a Journal has one edition's ISSN (the first named) and the linking one",
}
#: Where the values of a tag must be found: the names of the Record's parts.
PLACES = {
    "PMID": "pmid", "STAT": "status", "TI": "title", "TT": "vernacular_title",
    "BTI": "book journal title", "AB": "sections", "CI": "abstract_copyright",
    "OAB": "other_abstracts", "OABL": "other_abstracts", "OCI": "other_abstracts",
    "IR": "investigators", "FIR": "investigators", "IRAD": "investigators",
    "FAU": "authors", "AU": "authors", "CN": "authors", "FED": "book", "ED": "book",
    "PS": "people", "FPS": "people", "AD": "authors notes",
    "AUID": "authors investigators", "JT": "journal", "TA": "journal",
    "JID": "journal", "IS": "journal", "PL": "journal book", "VI": "volume",
    "IP": "issue", "PG": "pages", "DP": "published", "DEP": "published_online",
    "DCOM": "completed", "LR": "revised", "DRDT": "revised", "CTDT": "book",
    "PST": "publication_status", "PUBM": "publication_model", "PHST": "history",
    "EDAT": "history", "MHDA": "history", "CRDT": "history", "PMCR": "history",
    "PMC": "pmcid", "LID": "doi other_ids pages", "AID": "doi other_ids",
    "MID": "other_ids", "OID": "other_ids", "LA": "languages",
    "PT": "publication_types", "MH": "mesh", "NM": "supplementary_mesh",
    "RN": "chemicals supplementary_mesh", "GS": "gene_symbols", "GR": "grants",
    "SI": "registrations",
    "OT": "keywords", "OTO": "keywords", "COIS": "conflict_of_interest",
    "GN": "notes", "SB": "citation_subsets", "SFM": "space_flight_missions",
    "RF": "number_of_references", "PB": "book", "EN": "book", "CTI": "book",
    "VTI": "book", "ISBN": "book", "CP": "book",
}  # fmt: skip
#: Tags of links to other records.
LINKS = frozenset(
    {
        "CIN", "CON", "CRI", "CRF", "DDIN", "DRIN", "ECI", "ECF", "EIN", "EFR", "ORI",
        "PRIN", "PROF", "RIN", "ROF", "RPI", "RPF", "RRI", "RRF", "SPIN", "UIN", "UOF",
    }
)  # fmt: skip
EDITIONS = ("(Print)", "(Electronic)")
MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
#: How a value is taken apart before it is looked up; others are looked up whole.
PARTS: dict[str, Callable[[str], list[str]]] = {
    "MH": lambda value: [part.lstrip("*") for part in value.split("/")],
    "OT": lambda value: [value.lstrip("*")],
    "RN": lambda value: re.sub(r"^([^(]*) \((.*)\)$", r"\1\n\2", value).split("\n"),
    "SI": lambda value: value.split("/", 1),
    "IS": lambda value: [value[:9]],
    "LID": lambda value: [re.sub(r" \[[a-z]+\]$", "", value)],
    "AID": lambda value: [re.sub(r" \[[a-z]+\]$", "", value)],
    "OID": lambda value: value.split(": ", 1),
    "AUID": lambda value: [value.partition(": ")[2]],
    "GN": lambda value: re.sub(r"^(PIP|KIE|NASA|NLM): ", r"\1\n", value).split("\n"),
    "OAB": lambda value: [re.sub(r"^(PIP|KIE|Publisher): ", "", value)],
}
DATES = {"DEP", "DCOM", "LR", "DRDT", "CTDT"}
MOMENTS = {"EDAT", "MHDA", "CRDT", "PMCR", "PHST"}
NAMES = {"AU", "FAU", "IR", "FIR", "ED", "FED", "PS", "FPS"}


def main() -> int:
    """Compare every file of the folder, print the table, and give the exit code."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    seen: Counter[str] = Counter()
    found: Counter[str] = Counter()
    left: Counter[str] = Counter()
    missing: list[str] = []
    paths = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
    for path in paths:
        stream = stream_records(path)
        records = list(stream)
        theirs = list(records_of(path.read_text("utf-8")))
        if stream.broken or len(records) != len(theirs):
            missing.append(f"{path.name}: {len(records)} of {len(theirs)} records")
            continue
        for record, lines in zip(records, theirs, strict=True):
            for tag, value in lines:
                seen[tag] += 1
                if tag not in NOT_READ and is_found(tag, value, record):
                    found[tag] += 1
                elif tag in NOT_READ or is_unread_value(tag, value, record):
                    left[tag] += 1
                else:
                    missing.append(f"PMID {record.pmid}: {tag} {value[:70]!r}")
            if people_of(lines) != [person_words(person) for person in record.authors]:
                missing.append(f"PMID {record.pmid}: authors and what is theirs")
    print_table(seen, found, left)
    print(f"\n{sum(seen.values())} fields; {len(missing)} not explained")
    print("\n".join(missing[:40]))
    return 1 if missing or not seen else 0


def records_of(text: str) -> Iterator[list[tuple[str, str]]]:
    """Take a file apart: (tag, value) of every field, record by record."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for part in re.split(r"(?m)^(?=PMID- )", text):
        unfolded = re.sub(r"\n {6}", " ", part)
        lines = [line for line in unfolded.split("\n") if line.strip()]
        if lines:
            yield [
                (line[:4].strip(), value)
                for line in lines
                if (value := " ".join(re.split(r"[ \t]+", line[6:])).strip())
            ]


def is_unread_value(tag: str, value: str, record: Record) -> bool:
    """Say whether a value of a tag that is read is left out for a reason."""
    if tag == "IS":
        return record.journal.issn is not None and value.endswith(EDITIONS)
    return tag == "GR" and value.rstrip(".") == "etc"


def is_found(tag: str, value: str, record: Record) -> bool:
    """Look a value up in the places of the Record where it belongs."""
    if tag in LINKS:
        link = re.sub(r"\s*PMID: (\d+)\.?\s*", r"\n\1\n", value).split("\n")
        wanted = {part for part in link if part}
        return any(wanted <= strings(item) for item in record.corrections)
    there: set[str] = set()
    for place in PLACES.get(tag, "").split():
        there |= strings(getattr(record, place))
    if tag in NAMES:
        return words_of(value) <= {word for text in there for word in words_of(text)}
    if tag == "GR":
        there = {grant_line(item) for item in record.grants}
    return all(part in there for part in parts_of(tag, value))


def parts_of(tag: str, value: str) -> list[str]:
    """Take a value apart as the Record does, by what its tag means."""
    if tag in DATES:
        return [iso(value[:4], value[4:6], value[6:])]
    if tag in MOMENTS:
        day, _, stage = value.partition(" ")
        return [iso(*day.split("/")), *re.findall(r"\[(.*)\]", stage)]
    if tag == "DP":
        return [printed(value)]
    if tag == "GR":
        return [value.rstrip("/")]
    return PARTS.get(tag, lambda whole: [whole])(value)


def strings(item: Any) -> set[str]:
    """Collect every text and date in a part of a Record."""
    if isinstance(item, PartialDate):
        return {str(item)}
    if isinstance(item, str):
        return {item}
    if isinstance(item, (tuple, list)):
        return {text for part in item for text in strings(part)}
    if is_dataclass(item):
        return {text for f in fields(item) for text in strings(getattr(item, f.name))}
    return set()


def iso(*parts: str) -> str:
    """Write a date as the Record does."""
    return "-".join(part for part in parts if part)


def printed(value: str) -> str:
    """Write a printed date as the Record does: plain ones in numbers."""
    match = re.fullmatch(r"(\d{4})(?: (\w{3})(?: (\d+))?)?", value)
    if match is None or (match[2] and match[2] not in MONTHS):
        return value
    month = f"{MONTHS.index(match[2]) + 1:02d}" if match[2] else ""
    return iso(match[1], month, (match[3] or "").zfill(2) if match[3] else "")


def grant_line(item: Any) -> str:
    """Write a grant as the text format does."""
    parts = (item.number, item.acronym, item.agency, item.country)
    return "/".join(part for part in parts if part)


def words_of(value: str) -> set[str]:
    """Give the words of a name."""
    return set(re.split(r"[ ,]+", value)) - {""}


def people_of(lines: list[tuple[str, str]]) -> list[tuple[Any, ...]]:
    """Rebuild the authors from the order of the lines, each with what is theirs."""
    people: list[tuple[set[str], list[str], list[str]]] = []
    at_author, last = False, ""
    for tag, value in lines:
        if tag in ("FAU", "CN") or (tag == "AU" and last != "FAU"):
            people.append((words_of(value), [], []))
            at_author = True
        elif tag == "AU":
            people[-1][0].update(words_of(value))
        elif tag == "AD" and at_author:
            people[-1][1].append(value)
        elif tag == "AUID" and at_author:
            people[-1][2].append(value)
        elif tag not in ("AD", "AUID"):
            at_author = False
        last = tag
    return people


def person_words(person: Any) -> tuple[Any, ...]:
    """Write an author of a Record as `people_of` does."""
    names = (person.last_name, person.fore_name, person.initials, person.suffix)
    words = {
        word
        for name in (*names, person.collective_name)
        for word in words_of(name or "")
    }
    ids = [("ORCID", person.orcid)] if person.orcid else []
    written = [f"{kind}: {value}" for kind, value in (*ids, *person.other_ids)]
    return words, list(person.affiliations), written


def print_table(seen: Counter[str], found: Counter[str], left: Counter[str]) -> None:
    """Print a line for each tag."""
    print(f"{'tag':5} {'fields':>7} {'found':>7} {'not read':>9}  reason")
    for tag in sorted(seen):
        reason = NOT_READ.get(tag) or (NOT_READ_VALUES[tag] if left[tag] else "")
        print(f"{tag:5} {seen[tag]:7} {found[tag]:7} {left[tag]:9}  {reason}")


if __name__ == "__main__":
    sys.exit(main())

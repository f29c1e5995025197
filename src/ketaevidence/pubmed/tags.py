"""The field tags that PubMed understands.

PubMed answers a search with an unknown tag by searching everywhere, with a count that
looks right; so an unknown tag is refused before anything is sent.
"""

from __future__ import annotations

import re

#: Tags by the field's name in PubMed Help, "Search field tags".
TAGS: dict[str, tuple[str, ...]] = {
    "Affiliation": ("ad", "affl"),
    "All Fields": ("all",),
    "Article Identifier": ("aid",),
    "Author": ("au", "auth"),
    "Author - Corporate": ("cn",),
    "Author - First": ("1au",),
    "Author - Full": ("fau",),
    "Author - Identifier": ("auid",),
    "Author - Last": ("lastau",),
    "Book": ("book",),
    "Conflict of Interest Statements": ("cois",),
    "Corporate Author": ("cn",),
    "Date - Completion": ("dcom", "cdat"),
    "Date - Create": ("crdt",),
    "Date - Entry": ("edat",),
    "Date - Entrez": ("edat",),
    "Date - MeSH": ("mhda",),
    "Date - Modification": ("lr", "mdat"),
    "Date - Publication": ("dp", "pdat"),
    "EC/RN Number": ("rn", "ecno"),
    "Editor": ("ed",),
    "Electronic Publication Date": ("epdt",),
    "Filter": ("filter", "sb"),
    "First Author Name": ("1au",),
    "Full Author Name": ("fau",),
    "Full Investigator Name": ("fir",),
    "Grants and Funding": ("gr", "grnt"),
    "Investigator": ("ir",),
    "ISBN": ("isbn",),
    "ISSN": ("is",),
    "Issue": ("ip",),
    "Journal": ("ta", "jour"),
    "Language": ("la", "lang"),
    "Last Author Name": ("lastau",),
    "Location ID": ("lid",),
    "MeSH Major Topic": ("majr",),
    "MeSH Subheading": ("sh", "subh"),
    "MeSH Subheadings": ("sh", "subh"),
    "MeSH Terms": ("mh", "mesh"),
    "NLM Unique ID": ("jid",),
    "Other Term": ("ot",),
    "Owner": ("own",),
    "Pagination": ("pg", "page"),
    "Personal Name as Subject": ("ps",),
    "Pharmacological Action": ("pa",),
    "Place of Publication": ("pl",),
    "PMID": ("pmid", "uid"),
    "Print Publication Date": ("ppdt",),
    "Publication Date": ("dp", "pdat"),
    "Publication Type": ("pt", "ptyp"),
    "Publisher": ("pubn",),
    "Secondary Source ID": ("si",),
    "Subset": ("sb",),
    "Supplementary Concept": ("nm", "subs"),
    "Text Word": ("tw", "word"),
    "Text Words": ("tw", "word"),
    "Title": ("ti", "titl"),
    "Title/Abstract": ("tiab",),
    "Transliterated Title": ("tt",),
    "UID": ("uid",),
    "Version": ("ver",),
    "Volume": ("vi", "vol"),
}
_KNOWN = frozenset(
    {name.casefold() for name in TAGS} | {tag for tags in TAGS.values() for tag in tags}
)
#: Fields of the thesaurus, which may leave out the narrower headings.
_THESAURUS = frozenset({"mh", "mesh", "mesh terms", "majr", "sh", "mesh major topic"})
#: Fields that may ask for words at most so many words apart.
_PROXIMITY = frozenset({"ti", "title", "tiab", "title/abstract", "ad", "affiliation"})
_NEAR = re.compile(r"~[0-9]{1,4}")


def is_tag(tag: str) -> bool:
    """Say whether PubMed knows a tag, such as ``tiab`` or ``mh:noexp``."""
    name, colon, extra = tag.strip().casefold().partition(":")
    if not colon:
        return name in _KNOWN
    if extra == "noexp":
        return name in _THESAURUS
    return name in _PROXIMITY and _NEAR.fullmatch(extra) is not None

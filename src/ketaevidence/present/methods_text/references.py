"""What the methods of a review cite, beside what the methods of pooling cite.

Each reference is data: authors, year, title, place, DOI. What pooling cites stands in
``pooling.reporting``; its titles are here, for reference managers want them.
"""

from __future__ import annotations

import re
from typing import Final

from ketaevidence.pooling.reporting.references import (
    REFERENCES,
    Citations,
    Reference,
)
from ketaevidence.present.methods_text.titles import TITLES
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Book, Journal

#: What is cited by the methods of a review and not by those of pooling.
OWN: Final[dict[str, Reference]] = {
    "akl2024": Reference(
        "Akl and others 2024",
        "Akl EA, Khabsa J, Iannizzi C, Piechotta V, Kahale LA, Barker JM, McKenzie JE, "
        "Page MJ, Skoetz N (2024). BMJ 387:e079183",
        "10.1136/bmj-2024-079183",
    ),
    "balshem2011": Reference(
        "Balshem and others 2011",
        "Balshem H, Helfand M, Schünemann HJ, Oxman AD, Kunz R, Brozek J, Vist GE, "
        "Falck-Ytter Y, Meerpohl J, Norris S, Guyatt GH (2011). Journal of Clinical "
        "Epidemiology 64:401-406",
        "10.1016/j.jclinepi.2010.07.015",
    ),
    "clopper1934": Reference(
        "Clopper and Pearson 1934",
        "Clopper CJ, Pearson ES (1934). Biometrika 26:404-413",
        "10.1093/biomet/26.4.404",
    ),
    "harris2020": Reference(
        "Harris and others 2020",
        "Harris CR, Millman KJ, van der Walt SJ, Gommers R, Virtanen P, Cournapeau D, "
        "Wieser E, Taylor J, Berg S, Smith NJ, Kern R, Picus M, Hoyer S, "
        "van Kerkwijk MH, Brett M, Haldane A, del Río JF, Wiebe M, Peterson P, "
        "Gérard-Marchant P, Sheppard K, Reddy T, Weckesser W, Abbasi H, Gohlke C, "
        "Oliphant TE (2020). Nature 585:357-362",
        "10.1038/s41586-020-2649-2",
    ),
    "higgins2011": Reference(
        "Higgins and others 2011",
        "Higgins JPT, Altman DG, Gøtzsche PC, Jüni P, Moher D, Oxman AD, Savović J, "
        "Schulz KF, Weeks L, Sterne JAC (2011). BMJ 343:d5928",
        "10.1136/bmj.d5928",
    ),
    "hunter2007": Reference(
        "Hunter 2007",
        "Hunter JD (2007). Computing in Science & Engineering 9(3):90-95",
        "10.1109/MCSE.2007.55",
    ),
    "mckinney2010": Reference(
        "McKinney 2010",
        "McKinney W (2010). Proceedings of the 9th Python in Science Conference "
        "2010:56-61",
        "10.25080/Majora-92bf1922-00a",
    ),
    "page2021": Reference(
        "Page and others 2021",
        "Page MJ, McKenzie JE, Bossuyt PM, Boutron I, Hoffmann TC, Mulrow CD, "
        "Shamseer L, Tetzlaff JM, Akl EA, Brennan SE, Chou R, Glanville J, "
        "Grimshaw JM, Hróbjartsson A, Lalu MM, Li T, Loder EW, Mayo-Wilson E, "
        "McDonald S, McGuinness LA, Stewart LA, Thomas J, Tricco AC, Welch VA, "
        "Whiting P, Moher D (2021). BMJ 372:n71",
        "10.1136/bmj.n71",
    ),
    "rethlefsen2021": Reference(
        "Rethlefsen and others 2021",
        "Rethlefsen ML, Kirtley S, Waffenschmidt S, Ayala AP, Moher D, Page MJ, "
        "Koffel JB (2021). Systematic Reviews 10:39",
        "10.1186/s13643-020-01542-z",
    ),
    "sterne2016": Reference(
        "Sterne and others 2016",
        "Sterne JAC, Hernán MA, Reeves BC, Savović J, Berkman ND, Viswanathan M, "
        "Henry D, Altman DG, Ansari MT, Boutron I, Carpenter JR, Chan AW, "
        "Churchill R, Deeks JJ, Hróbjartsson A, Kirkham J, Jüni P, Loke YK, "
        "Pigott TD, Ramsay CR, Regidor D, Rothstein HR, Sandhu L, Santaguida PL, "
        "Schünemann HJ, Shea B, Shrier I, Tugwell P, Turner L, Valentine JC, "
        "Waddington H, Waters E, Wells GA, Whiting PF, Higgins JPT (2016). BMJ "
        "355:i4919",
        "10.1136/bmj.i4919",
    ),
    "sterne2019": Reference(
        "Sterne and others 2019",
        "Sterne JAC, Savović J, Page MJ, Elbers RG, Blencowe NS, Boutron I, Cates CJ, "
        "Cheng HY, Corbett MS, Eldridge SM, Emberson JR, Hernán MA, Hopewell S, "
        "Hróbjartsson A, Junqueira DR, Jüni P, Kirkham JJ, Lasserson T, Li T, "
        "McAleenan A, Reeves BC, Shepperd S, Shrier I, Stewart LA, Tilling K, "
        "White IR, Whiting PF, Higgins JPT (2019). BMJ 366:l4898",
        "10.1136/bmj.l4898",
    ),
    "virtanen2020": Reference(
        "Virtanen and others 2020",
        "Virtanen P, Gommers R, Oliphant TE, Haberland M, Reddy T, Cournapeau D, "
        "Burovski E, Peterson P, Weckesser W, Bright J, van der Walt SJ, Brett M, "
        "Wilson J, Millman KJ, Mayorov N, Nelson ARJ, Jones E, Kern R, Larson E, "
        "Carey CJ, Polat İ, Feng Y, Moore EW, VanderPlas J, Laxalde D, Perktold J, "
        "Cimrman R, Henriksen I, Quintero EA, Harris CR, Archibald AM, Ribeiro AH, "
        "Pedregosa F, van Mulbregt P (2020). Nature Methods 17:261-272",
        "10.1038/s41592-019-0686-2",
    ),
}
#: A printed list of more authors than this ends with "and others".
_MOST_AUTHORS: Final = 10
#: How many of them are named before that.
_NAMED: Final = 6
_PRINTED: Final = re.compile(
    r"(?P<authors>.+?)(?P<editors> \(eds\))? \((?P<year>\d{4})\)\. (?P<place>.+)"
)
_IN_JOURNAL: Final = re.compile(
    r"(?P<journal>.+) (?P<volume>\d+)(?:\((?P<issue>[^)]+)\))?:(?P<pages>\S+)"
)
_BOOK: Final = re.compile(r"(?P<title>.+), (?P<edition>[^,]+ edition)\. (?P<by>.+)")


class Cited(Citations):
    """What is cited while a text is written, from both lists."""

    def __call__(self, *keys: str) -> str:
        """Cite in brackets, with a blank before; nothing where there is no key."""
        if not keys:
            return ""
        self._cited.update(keys)
        return f" ({'; '.join(reference(key).cited for key in keys)})"

    def listed(self) -> tuple[str, ...]:
        """Give the references in full, sorted by author and year."""
        return tuple(printed(key) for key in self.keys())

    def keys(self) -> tuple[str, ...]:
        """Give the short names of what was cited, sorted as the list is."""
        return tuple(sorted(self._cited, key=lambda key: printed(key).casefold()))


def reference(key: str) -> Reference:
    """Give a reference by its short name."""
    return OWN[key] if key in OWN else REFERENCES[key]


def printed(key: str) -> str:
    """Write a reference as in a list at the end of a paper.

    Examples
    --------
    >>> printed("clopper1934").partition(". ")[2][:38]
    'The use of confidence or fiducial limi'
    """
    found = reference(key)
    match = _parts(key)
    people, year = match["authors"].split(", "), match["year"]
    authors = ", ".join(people)
    if len(people) > _MOST_AUTHORS:
        authors = f"{', '.join(people[:_NAMED])} and others"
    editors = match["editors"] or ""
    is_book = _BOOK.fullmatch(match["place"]) is not None
    title = "" if is_book else f" {TITLES[key]}."
    address = "" if found.doi is None else f". doi:{found.doi}"
    return f"{authors}{editors} ({year}).{title} {match['place']}{address}"


def record_of(key: str) -> Record:
    """Give a reference as a record, which reference managers can be given.

    Examples
    --------
    >>> record = record_of("knapp2003")
    >>> record.journal.title, record.volume, record.pages
    ('Statistics in Medicine', '22', '2693-2710')
    """
    match = _parts(key)
    people = tuple(map(_person, match["authors"].split(", ")))
    year = PartialDate(int(match["year"]))
    doi = reference(key).doi
    article = _IN_JOURNAL.fullmatch(match["place"])
    if article is not None:
        return Record(
            TITLES[key],
            authors=people,
            journal=Journal(title=article["journal"]),
            volume=article["volume"],
            issue=article["issue"],
            pages=article["pages"],
            published=year,
            doi=doi,
            local_id=key,
        )
    book = _BOOK.fullmatch(match["place"])
    if book is None:
        msg = f"the reference {key!r} is neither an article nor a book"
        raise ValueError(msg)
    is_edited = match["editors"] is not None
    return Record(
        book["title"],
        kind="book",
        authors=() if is_edited else people,
        book=Book(
            title=book["title"],
            publisher=book["by"],
            edition=book["edition"],
            editors=people if is_edited else (),
        ),
        published=year,
        doi=doi,
        local_id=key,
    )


def _parts(key: str) -> re.Match[str]:
    match = _PRINTED.fullmatch(reference(key).printed)
    if match is None:
        msg = f"the reference {key!r} does not read as author, year and place"
        raise ValueError(msg)
    return match


def _person(name: str) -> Author:
    last, _, initials = name.rpartition(" ")
    return Author(last_name=last, initials=initials)

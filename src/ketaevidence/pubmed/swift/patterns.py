"""The usual layout of a ``PubmedArticle``, element after element, as patterns.

The order is that of PubMed's document type. Every text is at least one character long,
or its element is empty or absent. Attributes stand in PubMed's own order.
"""

from __future__ import annotations

import re

#: What may stand between two elements.
_GAP = r"\n? *"


def _optional(pattern: str) -> str:
    """Match a pattern or nothing: a choice costs less here than a repetition."""
    return f"(?:{pattern}|)"


def _one(name: str, group: str | None = None) -> str:
    """Match an element with plain text, and capture the text."""
    return f"<{name}>({f'?P<{group}>' if group else ''}[^<]+)</{name}>{_GAP}"


def _maybe(name: str, group: str | None = None) -> str:
    """Match an element that may be absent or empty."""
    return _optional(f"{_one(name, group)}|<{name}/>{_GAP}")


def _within(name: str, inner: str, attributes: str = "") -> str:
    """Match an element that holds elements."""
    return f"<{name}{attributes}>{_GAP}{inner}</{name}>{_GAP}"


def _day(element: str, group: str, attributes: str = "") -> str:
    parts = "".join(
        _one(part, f"{group}_{part.lower()}") for part in ("Year", "Month", "Day")
    ).replace("[^<]+", r"\d+")
    return _optional(_within(element, parts, attributes))


def _inside(pattern: str) -> str:
    """Give a pattern that matches the same and captures nothing."""
    return re.sub(r"\((?!\?)|\(\?P<\w+>", "(?:", pattern)


def _many(item: str, group: str) -> str:
    """Capture any number of items as one text."""
    return f"(?P<{group}>(?:{_inside(item)})*)"


def _list(name: str, item: str, group: str, attributes: str = "") -> str:
    """Match a list of items, if it is there, and capture the items as one text."""
    return _optional(_within(name, _many(item, group), attributes))


_COMPLETE = _optional(' CompleteYN="[YN]"')
_VALUE = r'"([^"<\n]*)"'
_IDENTIFIER = rf"<Identifier Source={_VALUE}>([^<]+)</Identifier>{_GAP}"
_LOCATION = (
    rf'<ELocationID EIdType={_VALUE} ValidYN="([YN])">([^<]+)</ELocationID>{_GAP}'
)
_BANK = _within(
    "DataBank",
    _one("DataBankName")
    + f"<AccessionNumberList>{_GAP}((?:{_inside(_one('AccessionNumber'))})*)"
    + f"</AccessionNumberList>{_GAP}",
)
_GRANT = _within(
    "Grant",
    "".join(map(_maybe, ("GrantID", "Acronym", "Agency", "Country"))),
)
_TYPE = rf"<PublicationType UI={_VALUE}>([^<]+)</PublicationType>{_GAP}"
_CHEMICAL = _within(
    "Chemical",
    _one("RegistryNumber")
    + rf"<NameOfSubstance UI={_VALUE}>([^<]+)</NameOfSubstance>{_GAP}",
)
_SUPPLEMENT = rf"<SupplMeshName Type={_VALUE} UI={_VALUE}>([^<]+)</SupplMeshName>{_GAP}"
_LINK = _within(
    "CommentsCorrections",
    _one("RefSource")
    + _optional(rf'<PMID Version="\d+">(\d+)</PMID>{_GAP}')
    + _maybe("Note"),
    f" RefType={_VALUE}",
)
_QUALIFIER = (
    rf'<QualifierName UI={_VALUE} MajorTopicYN="([YN])">([^<]+)</QualifierName>{_GAP}'
)
_HEADING = _within(
    "MeshHeading",
    rf'<DescriptorName UI={_VALUE} MajorTopicYN="([YN])"(?: Type={_VALUE}|)>'
    f"([^<]+)</DescriptorName>{_GAP}((?:{_inside(_QUALIFIER)})*)",
)
_KEYWORD = rf'<Keyword MajorTopicYN="([YN])">([^<]+)</Keyword>{_GAP}'
_OTHER_ID = rf"<OtherID Source={_VALUE}>([^<]+)</OtherID>{_GAP}"
_CLOCK = _optional(
    rf"<Hour>\d+</Hour>{_GAP}<Minute>\d+</Minute>{_GAP}"
    + _optional(rf"<Second>\d+</Second>{_GAP}")
)
_STEP = _within(
    "PubMedPubDate",
    "".join(map(_one, ("Year", "Month", "Day"))).replace("[^<]+", r"\d+") + _CLOCK,
    f" PubStatus={_VALUE}",
)
_ID = rf"<OtherID Source={_VALUE}>([^<]+)</OtherID>{_GAP}"
_NUMBER = rf"(?:<(?:Hour|Minute|Second)>\d+</(?:Hour|Minute|Second)>{_GAP})*"
_STEP = _within(
    "PubMedPubDate",
    "".join(map(_one, ("Year", "Month", "Day"))) + _NUMBER,
    f" PubStatus={_VALUE}",
).replace("[^<]+", r"\d+")
_ID = rf"<ArticleId IdType={_VALUE}>([^<]+)</ArticleId>{_GAP}"
_NAME = "".join(map(_maybe, ("LastName", "ForeName", "Initials", "Suffix")))
_PLACE = f"<AffiliationInfo>{_GAP}<Affiliation>([^<]+)</Affiliation>{_GAP}"
_FURTHER_PLACE = (
    f"<AffiliationInfo>{_GAP}(?:<Affiliation>[^<]+</Affiliation>{_GAP}|)"
    f"(?:{_inside(_IDENTIFIER)})*</AffiliationInfo>{_GAP}"
)

#: From the beginning to the title.
HEAD = re.compile(
    rf"<PubmedArticle>{_GAP}"
    r"<MedlineCitation(?P<attributes>(?: (?:Status|Owner|IndexingMethod|"
    r'Version(?:ID|Date))="[^"<\n]*")*)>'
    rf'{_GAP}<PMID Version="(?P<version>\d{{1,4}})">'
    rf"(?P<pmid>[1-9]\d{{0,8}})</PMID>{_GAP}"
    + _day("DateCompleted", "completed")
    + _day("DateRevised", "revised")
    + rf'<Article PubModel="(?P<model>[^"<\n]*)">{_GAP}<Journal>{_GAP}'
    + rf'(?:<ISSN IssnType="(?P<issn_type>[^"<\n]*)">(?P<issn>[^<]+)</ISSN>{_GAP}|)'
    + rf'<JournalIssue CitedMedium="[^"<\n]*">{_GAP}'
    + _maybe("Volume", "volume")
    + _maybe("Issue", "issue")
    + f"<PubDate>{_GAP}(?:{_one('MedlineDate', 'words')}|{_one('Year', 'year')}"
    + f"(?:{_one('Season', 'season')}|{_one('Month', 'month')}{_maybe('Day', 'day')}|))"
    + f"</PubDate>{_GAP}</JournalIssue>{_GAP}"
    + _maybe("Title", "journal")
    + _maybe("ISOAbbreviation", "abbreviation")
    + rf"</Journal>{_GAP}<ArticleTitle(?:(?P<untitled>/)|)>",
    re.ASCII,
)
#: From the title to the abstract.
PLACES = re.compile(
    _GAP
    + _optional(
        _within(
            "Pagination",
            _maybe("StartPage", "first")
            + _maybe("EndPage", "last")
            + _maybe("MedlinePgn", "pages"),
        )
    )
    + _many(_LOCATION, "locations")
    + "(?:(?P<abstract><Abstract>)|)"
)
#: From the authors to the end.
BODY = re.compile(
    _GAP
    + _many(_one("Language"), "languages")
    + _list("DataBankList", _BANK, "banks", _COMPLETE)
    + _list("GrantList", _GRANT, "grants", _COMPLETE)
    + _list("PublicationTypeList", _TYPE, "types")
    + _maybe("VernacularTitle", "vernacular")
    + _day("ArticleDate", "online", ' DateType="Electronic"')
    + f"</Article>{_GAP}"
    + _within(
        "MedlineJournalInfo",
        _maybe("Country", "country")
        + _maybe("MedlineTA", "medline")
        + _maybe("NlmUniqueID", "nlm_id")
        + _maybe("ISSNLinking", "linking"),
    )
    + _list("ChemicalList", _CHEMICAL, "chemicals")
    + _list("SupplMeshList", _SUPPLEMENT, "supplements")
    + _many(_one("CitationSubset"), "subsets")
    + _list("CommentsCorrectionsList", _LINK, "links")
    + _list("GeneSymbolList", _one("GeneSymbol"), "genes")
    + _list("MeshHeadingList", _HEADING, "mesh")
    + _maybe("NumberOfReferences", "cited")
    + _many(_OTHER_ID, "other_ids")
    + _optional(
        r"(?P<abstracts><OtherAbstract(?:[^<]++|<(?!(?:KeywordList|CoiStatement|"
        r"SpaceFlightMission|InvestigatorList|GeneralNote|/MedlineCitation)\b))*+)"
    )
    + _list("KeywordList", _KEYWORD, "keywords", ' Owner="(?P<owner>[^"<\n]*)"')
    + _maybe("CoiStatement", "interest")
    + _optional(
        f"<InvestigatorList>{_GAP}"
        r"(?P<investigators>(?:[^<]++|<(?!/InvestigatorList>))*+)</InvestigatorList>"
        + _GAP
    )
    + f"</MedlineCitation>{_GAP}<PubmedData>{_GAP}"
    + _list("History", _STEP, "history")
    + _maybe("PublicationStatus", "status")
    + _list("ArticleIdList", _ID, "ids")
    + f"</PubmedData>{_GAP}</PubmedArticle>",
    re.ASCII,
)
AUTHORS = re.compile(
    rf'{_GAP}<AuthorList CompleteYN="([YN])"(?: Type="[a-z]+"|)>{_GAP}'
)
#: Ten groups; what stands between two matches is nothing.
AUTHOR = re.compile(
    r'<Author ValidYN="([YN])"(?: EqualContrib="([YN])"|)>'
    f"{_GAP}(?:{_NAME}|{_one('CollectiveName')})"
    f"((?:{_inside(_IDENTIFIER)})*)"
    f"(?:{_PLACE}</AffiliationInfo>{_GAP}|)((?:{_FURTHER_PLACE})*)</Author>{_GAP}"
)
#: What a section's element says between its name and its text.
SECTION = re.compile(r'(?: Label="([^"<\n]*)"|)(?: NlmCategory="([^"<\n]*)"|)>')
ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"<\n]*)"')
#: Nine groups; what stands between two matches is nothing.
INVESTIGATOR = re.compile(
    rf'<Investigator ValidYN="([YN])">{_GAP}{_NAME}'
    f"((?:{_inside(_IDENTIFIER)})*)"
    f"(?:{_PLACE}</AffiliationInfo>{_GAP}|)((?:{_FURTHER_PLACE})*)</Investigator>{_GAP}"
)
#: Three groups; what stands between two matches is nothing.
OTHER_ABSTRACT = re.compile(
    rf"<OtherAbstract Type={_VALUE} Language={_VALUE}>"
    r"((?:[^<]++|<(?!/OtherAbstract>))*+)</OtherAbstract>" + _GAP
)
AFFILIATION = re.compile(r"<Affiliation>([^<]+)<")
IDENTIFIER = re.compile(_IDENTIFIER)
LOCATION = re.compile(_LOCATION)
BANK = re.compile(_BANK)
GRANT = re.compile(_GRANT)
TYPE = re.compile(_TYPE)
CHEMICAL = re.compile(_CHEMICAL)
SUPPLEMENT = re.compile(_SUPPLEMENT)
LINK = re.compile(_LINK)
HEADING = re.compile(_HEADING)
QUALIFIER = re.compile(_QUALIFIER)
KEYWORD = re.compile(_KEYWORD)
OTHER_ID = re.compile(_OTHER_ID)
#: The parts of a step that are read; the whole of it was accounted for before.
STEP = re.compile(
    rf'"([^"]*)">{_GAP}<Year>(\d+)</Year>{_GAP}<Month>(\d+)</Month>{_GAP}<Day>(\d+)'
)
ID = re.compile(_ID)
#: The text of each element in a run of elements that hold nothing but text.
LEAF = re.compile(r">([^<]+)</")

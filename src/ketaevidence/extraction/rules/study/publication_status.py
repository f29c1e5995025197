"""What else a reader must know of a paper: retracted, corrected, told before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.study.paper import types_of
from ketaevidence.extraction.rules.study.signs import before, first_sign, table
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question
from ketaevidence.records.model import (
    COMMENT,
    EXPRESSION_OF_CONCERN,
    PUBLISHED_ERRATUM,
    RETRACTED_PUBLICATION,
    RETRACTION_NOTICE,
)

#: What a title says of the paper before its name.
_TITLE = table(
    ("retraction_notice", "retraction retracted withdrawal", r"^\W*(?:notice\sof\sretraction|(?:partial\s)?retraction(?:\snote|\snotice|\sstatement)?)\b(?=\s?[:.\-]|\s(?:of|to|notice|note|for)\b|\W*$)|[:.]\s?retraction(?:\snotice)?\W*$|^\W*statement\sof\sretraction\b"),
    ("retracted", "retracted withdrawn", r"^\W*(?:retracted(?:\sarticle|\spaper|\schapter)?|withdrawn(?:\sarticle)?)\s?[:.\])-]|\(retracted(?:\sarticle)?\b|\[retracted\b"),
    ("expression_of_concern", "expression concern", r"\bexpression\sof\s(?:editorial\s)?concern\b"),
    ("erratum", "erratum errata corrigendum corrigenda correction corrections addendum", r"^\W*(?:published\s|publisher'?s?\s|author'?s?\s)?(?:erratum|errata|corrigendum|corrigenda|corrections?|addendum)\b(?=\s?[:.\-]|\s(?:to|for|in|of\s(?:the\s)?(?:article|paper))\b|\W*$)|[:.\[(]\s?(?:erratum|corrigendum)\W*$"),
    ("comment", "comment commentary reply response re", r"^\W*(?:comments?\son|commentary\son|reply\sto|response\sto|re|in\sreply|authors?'?s?\s(?:reply|response))\b(?=\s|:)"),
)  # fmt: skip
#: Publication types and links to other papers, by PubMed's own words.
_TYPES = (
    (RETRACTED_PUBLICATION, "retracted"),
    (RETRACTION_NOTICE, "retraction_notice"),
    (EXPRESSION_OF_CONCERN, "expression_of_concern_notice"),
    (PUBLISHED_ERRATUM, "erratum"),
    (COMMENT, "comment"),
    ("D000076942", "preprint"),
    ("Preprint", "preprint"),
    ("D016439", "duplicate_publication"),
    ("Duplicate Publication", "duplicate_publication"),
    ("D016445", "corrected_and_republished"),
    ("Corrected and Republished Article", "corrected_and_republished"),
)
_LINKS = {
    "RetractionIn": "retracted",
    "PartialRetractionIn": "partially_retracted",
    "RetractionOf": "retraction_notice",
    "PartialRetractionOf": "retraction_notice",
    "ExpressionOfConcernIn": "expression_of_concern",
    "ExpressionOfConcernFor": "expression_of_concern_notice",
    "ErratumIn": "erratum_exists",
    "ErratumFor": "erratum",
    "CorrectedandRepublishedIn": "erratum_exists",
    "CorrectedandRepublishedFrom": "corrected_and_republished",
    "RepublishedIn": "republished",
    "RepublishedFrom": "republished",
    "CommentOn": "comment",
    "UpdateIn": "updated_later",
    "UpdateOf": "update",
    "OriginalReportIn": "secondary_report",
}

_STUDY = r"(?:trials?|study|studies|RCTs?|data(?:base|set)?|cohorts?|investigation|project|registry|survey|experiment)"
#: Words for results that come from patients of another paper.
_SECONDARY = table(
    ("secondary_analysis", "secondary", rf"\b(?:a|this|planned|prespecified|exploratory|our|the\spresent|present|an\sunplanned)?\s?secondary\s(?:data\s|exploratory\s|post\shoc\s|statistical\s)?(?:re-?)?analys[ie]s\s(?:of|from|on|using|was\s\w+\son)\s(?:[\w,'()/-]+\s){{0,12}}?{_STUDY}\b|\bsecondary\s(?:data\s)?analys[ie]s\W*$|:\s(?:an?\s|the\s)?(?:planned\s|prespecified\s|exploratory\s)?secondary\s(?:data\s)?analys[ie]s\b|\b(?:was|is|reports?|report)\san?\s(?:\w+\s)?secondary\s(?:\w+\s)?analysis\b"),
    ("secondary_analysis", "post posthoc hoc", rf"\bpost[\s-]?hoc,?\s(?:\w+\s)?(?:re-?)?analys[ie]s\s(?:of|from|on|using)\s(?:[\w,'()/-]+\s){{0,12}}?{_STUDY}\b|:\s(?:an?\s)?(?:\w+\s)?post[\s-]?hoc,?\s(?:secondary\s|exploratory\s|pooled\s|sub-?group\s)?analys[ie]s\b|\bthis\spost[\s-]?hoc\s(?:\w+\s)?analysis\b"),
    ("secondary_analysis", "substudy sub ancillary subanalysis reanalysis subgroup", rf"\b(?:this|a|an|the|our|present|pharmacokinetic|exploratory|nested)\s(?:[\w-]+\s){{0,2}}(?:sub-?\s?study|ancillary\sstudy|sub-?analysis|re-?analysis)\s(?:of|from|within|to|in)\b|\b(?:sub-?analysis|re-?analysis|subgroup\sanalysis|ancillary\sanalysis)\sof\s(?:an?|the|data)\s(?:[\w,'()/-]+\s){{0,8}}?{_STUDY}\b"),
    ("secondary_analysis", "follow followup extension", rf"\b(?:follow-?\s?up|extension)\s(?:study\s|report\s|analysis\s|results\s|data\s)?(?:of|to|from)\s(?:an?|the|our|participants\sin\san?|patients\s(?:in|from)\sthe)\s(?:previous(?:ly)?\s|earlier\s|prior\s|original\s|published\s|completed\s|randomi[sz]ed\s|controlled\s|double-blind\s|clinical\s|placebo-controlled\s|open\s|multicent(?:er|re)\s|prospective\s)+(?:[\w-]+\s){{0,4}}?{_STUDY}\b"),
    ("secondary_analysis", "part subset subgroup", rf"\b(?:part|subset|subsample|sub-?group|arm)\s(?:of\s(?:the\s)?(?:participants|patients|subjects)\s)?(?:of|in|from)\s(?:an?|our|the)\s(?:[\w-]+\s){{0,2}}?(?:larger|bigger|ongoing|wider|previous|earlier|multi-?cent(?:er|re)|randomi[sz]ed|prospective|major|main|parent|broader|large|double-blind)\s(?:[\w-]+\s){{0,4}}?{_STUDY}\b|\bas\spart\sof\sthe\s(?:[\w'-]+\s){{1,5}}?(?:trial|study|cohort)\b"),
    ("secondary_analysis", "data using pooled previously", rf"\b(?:data|participants|patients|samples|subjects)\s(?:\w+\s)?(?:from|of|in)\s(?:an?|our|the|two|three|four)\s(?:[\w-]+\s){{0,1}}(?:previous(?:ly)?|earlier|prior|parent|original|completed|recently)\s(?:[\w,-]+\s){{0,6}}?{_STUDY}\b|\busing\sdata\sfrom\s(?:an?|the|our|two|three)\s(?:[\w,'()-]+\s){{0,6}}?(?:trials?|RCTs?)\b|\b(?:results|findings|outcomes|details|efficacy|design|methods|trial|primary\s\w+)\s(?:[\w-]+\s){{0,6}}?(?:were|was|has\sbeen|have\sbeen)\s(?:published|reported|described)\s(?:previously|earlier|elsewhere|before|separately)\b|\bdata\s(?:from|of)\s(?:an?|the|one|two|three|four)\s(?:[\w,-]+\s){{0,5}}?(?:trials?|RCTs?)\s(?:were|was)\s(?:re-?|\w+ly\s)?(?:analy[sz]ed|used|pooled|modelled)\b"),
)  # fmt: skip
_NOT_OWN = re.compile(
    r"\b(?:future|previous|further|no|planned)\s(?:\w+\s)?$", re.IGNORECASE
)


def read_publication_status(view: View, question: Question) -> Iterator[Candidate]:
    """Read each status once: from the title, from PubMed, from the words."""
    del question
    seen: set[str] = set()
    for item in (*_from_title(view), *_from_pubmed(view), *_from_words(view)):
        if item.value not in seen:
            seen.add(str(item.value))
            yield item


def _from_title(view: View) -> Iterator[Candidate]:
    place = first_sign(view, _TITLE, title=True)
    if place is not None:
        yield candidate(
            view,
            "publication_status",
            place.says,
            place.start,
            place.end,
            "publication_status.title",
        )


def _from_pubmed(view: View) -> Iterator[Candidate]:
    types = types_of(view)
    names = {kind.ui or kind.name: kind.name for kind in view.record.publication_types}
    for identifier, value in _TYPES:
        if identifier in types:
            said = f"publication type {names.get(identifier, identifier)}"
            yield from_metadata(
                view, "publication_status", value, said, "publication_status.type"
            )
    for link in view.record.corrections:
        status = _LINKS.get(link.kind)
        if status is not None:
            said = f"{link.kind}: {link.reference}"
            yield from_metadata(
                view,
                "publication_status",
                status,
                said,
                "publication_status.link",
                alternatives=(f"PMID {link.pmid}",) if link.pmid else (),
            )


def _from_words(view: View) -> Iterator[Candidate]:
    if is_kind(view, "synthesis"):
        return
    place = first_sign(view, _SECONDARY, refuse=_is_not_own)
    if place is not None:
        yield candidate(
            view,
            "publication_status",
            place.says,
            place.start,
            place.end,
            "publication_status.words",
            confidence="medium",
        )


def _is_not_own(text: str, match: re.Match[str]) -> bool:
    return _NOT_OWN.search(before(text, match.start(), 40)) is not None

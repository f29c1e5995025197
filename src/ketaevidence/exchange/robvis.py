"""Judgements on bias as the file that the R package robvis draws.

robvis (McGuinness LA, Higgins JPT 2021, doi:10.1002/jrsm.1411) counts columns: the
study, one for each domain in order, and the overall judgement. It knows RoB 2, RoB 2
for clusters, ROBINS-I of 2016, and any other table whose headings are the domains'
titles, as which it takes RoB 1.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import TOOLS, BiasTool
from ketaevidence.curation.model import Register
from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.errors import CurationError

STUDY: Final = "Study"
OVERALL: Final = "Overall"


def robvis_tool(tool: BiasTool) -> str:
    """Give robvis' name for a tool.

    Raises
    ------
    CurationError
        If robvis has no form for it.
    """
    if tool.robvis is None:
        drawn = ", ".join(t.title for t in TOOLS if t.robvis)
        msg = (
            f"robvis has no form for {tool.title}; it draws {drawn}. Take "
            "review.bias_table() for a figure of your own."
        )
        raise CurationError(msg)
    return tool.robvis


def robvis_csv(
    judgements: Sequence[BiasJudgement], tool: BiasTool, register: Register
) -> str:
    """Write the file that robvis reads.

    Parameters
    ----------
    judgements
        The newest judgements by this tool.
    tool
        The tool, which decides on the columns.
    register
        The studies, for their labels.

    Returns
    -------
    str
        The CSV. Where nobody judged the whole of any study there is no column
        ``Overall``, and robvis is called with ``overall = FALSE``. A study that was
        judged for several results stands once for each, with the result in brackets.

    Raises
    ------
    CurationError
        If robvis has no form for the tool, there is nothing to write, or some studies
        have a judgement where others have none: nothing is filled in.
    """
    robvis_tool(tool)
    if not judgements:
        msg = f"There is no judgement by {tool.title} to write."
        raise CurationError(msg)
    domains = [
        domain
        for domain in tool.domains
        if _all_or_none(
            judgements, domain.title, [j.judgement_of(domain.name) for j in judgements]
        )
    ]
    whole = _all_or_none(judgements, "the whole", [j.overall for j in judgements])
    by_title = tool.robvis == "Generic"
    # R makes dots of the spaces in a heading, and robvis spaces of the dots.
    heads = [d.title.replace(" ", ".") if by_title else d.name for d in domains]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([STUDY, *heads, *([OVERALL] if whole else [])])
    for made, label in zip(judgements, _labels(judgements, register), strict=True):
        cells = [made.judgement_of(domain.name) for domain in domains]
        writer.writerow(
            [spreadsheet_safe(label), *cells, *([made.overall] if whole else [])]
        )
    return out.getvalue()


def _all_or_none(
    judgements: Sequence[BiasJudgement], what: str, said: Sequence[str | None]
) -> bool:
    without = [j.key for j, word in zip(judgements, said, strict=True) if word is None]
    if without and len(without) < len(said):
        msg = (
            f"Nobody judged {what} in {', '.join(without)}, and others are judged; "
            "robvis needs all or none. Judge it, or write these by themselves."
        )
        raise CurationError(msg)
    return not without


def _labels(judgements: Sequence[BiasJudgement], register: Register) -> list[str]:
    """Give each row's name: the study's label, with the result where it needs one."""
    names = {study.study_id: study.label for study in register.studies}
    alike = Counter(names.values())
    labels = [
        names[j.study_id] if alike[names[j.study_id]] == 1 else j.study_id
        for j in judgements
    ]
    often = Counter(labels)
    return [
        label if often[label] == 1 else f"{label} [{made.judged}]"
        for label, made in zip(labels, judgements, strict=True)
    ]

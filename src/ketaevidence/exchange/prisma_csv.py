"""The PRISMA 2020 numbers as the file that the R package PRISMA2020 draws.

The package (Haddaway NR et al. 2022, doi:10.1002/cl2.1230; version 1.1.4) reads a CSV
with eight columns and 34 rows, which it finds by the keys in the columns ``data`` and
``box``. Its rows, keys and the standard's wording of the boxes are kept to the letter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Final

from ketaevidence.exchange.prisma_rows import COLUMNS, NA, ROWS
from ketaevidence.present.words import clean
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.methods import METHODS
from ketaevidence.screening.registers import databases_and_registers

_BETWEEN: Final = re.compile(r"\s*[,;]+\s*")
#: Straight quotation marks and backslashes end the text in the package's drawing.
_QUOTES: Final = str.maketrans({"'": "’", '"': "”", "\\": "/"})


def prisma_csv(
    flow: Flow,
    *,
    registers: Iterable[str] = (),
    in_meta_analysis: tuple[int, int] | None = None,
) -> str:
    """Write the file that the R package PRISMA2020 reads.

    Parameters
    ----------
    flow
        The numbers; of an update, where it was counted since an earlier version.
    registers
        Sources that are registers, beside the well-known ones.
    in_meta_analysis
        (studies, reports of them) in any pool of the review; "NA" if left out.

    Returns
    -------
    str
        The CSV. A number that the review does not know is "NA". The columns of
        databases and registers, and of other methods, are as :class:`Flow` has them.

    Notes
    -----
    The package takes a comma or semicolon in a reason for a separator, and a straight
    quotation mark for the end of a text: they are written as a dash and as a curved
    quotation mark. There is no box for records that still await a decision.
    """
    numbers = _numbers(flow, registers, in_meta_analysis)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for data, node, box, boxtext, has_tooltip, url in ROWS:
        tooltip = boxtext if has_tooltip else NA
        n = numbers.get(data, "0")
        writer.writerow((data, node, box, boxtext, boxtext, tooltip, url, n))
    return out.getvalue()


def _numbers(
    flow: Flow, registers: Iterable[str], in_meta_analysis: tuple[int, int] | None
) -> Mapping[str, str]:
    from_databases, from_registers = databases_and_registers(flow.identified, registers)
    previous = flow.previous
    pooled_studies, pooled_reports = in_meta_analysis or (None, None)
    total = (
        (flow.included_studies, flow.included_reports)
        if previous is None
        else (previous.total_studies, previous.total_reports)
    )
    other = flow.other
    return {
        **(_of_others(other) if other is not None else {}),
        "previous_studies": _number(previous.studies if previous else None),
        "previous_reports": _number(previous.reports if previous else None),
        "database_results": _number(sum(n for _, n in from_databases)),
        "database_specific_results": _parts(from_databases),
        "register_results": _number(sum(n for _, n in from_registers)),
        "register_specific_results": _parts(from_registers),
        "duplicates": _number(flow.duplicates_removed),
        "records_screened": _number(flow.screened),
        "records_excluded": _number(flow.excluded_at_screening),
        "dbr_sought_reports": _number(flow.reports_sought),
        "dbr_notretrieved_reports": _number(flow.reports_not_retrieved),
        "dbr_assessed": _number(flow.reports_assessed),
        "dbr_excluded": _parts(flow.excluded_at_full_text),
        "new_studies": _number(flow.included_studies),
        "new_reports": _number(flow.included_reports),
        "total_studies": _number(total[0]),
        "total_reports": _number(total[1]),
        "total_studies_ma": _number(pooled_studies),
        "total_reports_ma": _number(pooled_reports),
    }


def _of_others(flow: Flow) -> Mapping[str, str]:
    """Give the numbers of the column of websites, organisations and citations."""
    brought = dict.fromkeys(METHODS, 0)
    for (_, n), method in zip(flow.identified, flow.methods, strict=True):
        brought[method] += n
    return {
        "website_results": _number(brought["websites"]),
        "organisation_results": _number(brought["organisations"]),
        "citations_results": _number(brought["citations"]),
        "other_sought_reports": _number(flow.reports_sought),
        "other_notretrieved_reports": _number(flow.reports_not_retrieved),
        "other_assessed": _number(flow.reports_assessed),
        "other_excluded": _parts(flow.excluded_at_full_text),
    }


def _number(n: int | None) -> str:
    return NA if n is None else str(n)


def _parts(parts: Iterable[tuple[str, int]]) -> str:
    """Write ``Reason, 3; Other reason, 1``; nothing at all is 0."""
    return "; ".join(f"{_name(name)}, {n}" for name, n in parts) or "0"


def _name(name: str) -> str:
    """Give a name without what separates, ends a text, or begins a formula."""
    plain = _BETWEEN.sub(" – ", clean(name)).translate(_QUOTES)
    return plain.strip(" –=+-@|%") or "not named"

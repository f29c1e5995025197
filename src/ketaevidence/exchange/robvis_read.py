"""Judgements on bias from the file that the R package robvis draws."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ketaevidence.curation.bias import BiasJudgement, judgement
from ketaevidence.curation.bias_tools import BiasTool
from ketaevidence.curation.model import Register
from ketaevidence.curation.sheet.safe import spreadsheet_plain
from ketaevidence.errors import CurationError
from ketaevidence.exchange.aliases import column_key
from ketaevidence.exchange.robvis import OVERALL, STUDY, robvis_tool
from ketaevidence.exchange.tables import Table, TableRow

#: A column that robvis uses for bars and that holds no judgement.
_WEIGHT: Final = "weight"
#: "Sigtermans 2009 [pain_intensity/84]"
_BRACKETED: Final = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_BLANK: Final = frozenset({"", "na", "n/a"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file that names studies and words does not say: of what, by whom, why."""

    by: str
    at: str
    reason: str
    outcome: str | None = None
    #: Days from the start of treatment [d].
    time_days: float | None = None
    result_id: str | None = None


def read_robvis(
    table: Table,
    tool: BiasTool,
    register: Register,
    known: Iterable[BiasJudgement],
    judged: Judged,
) -> tuple[BiasJudgement, ...]:
    """Read a file that robvis reads.

    Parameters
    ----------
    table
        The file.
    tool
        The tool by which was judged.
    register
        The studies, which the file names by label or identifier.
    known
        The newest judgements, whose words still support what is judged as before.
    judged
        What the file does not say.

    Raises
    ------
    CurationError
        If robvis has no form for the tool, the columns are not those that it expects,
        a study is not in the register or is named twice, or a word is not allowed.
    """
    robvis_tool(tool)
    reader = _Reader(table, tool, register, judged)
    earlier = {made.key: made for made in known}
    problems: list[str] = []
    found: dict[str, BiasJudgement] = {}
    for row in table.rows:
        try:
            made = reader.read(row)
        except CurationError as error:
            problems.append(f"row {row.number}: {str(error).rstrip('.')}")
            continue
        if made.key in found:
            problems.append(f"row {row.number}: {made.key} stands here twice")
        before = earlier.get(made.key)
        found[made.key] = made if before is None else _with_support(made, before)
    if problems:
        msg = f"{table.name}: {'; '.join(problems[:8])}. Nothing was recorded."
        raise CurationError(msg)
    return tuple(found.values())


def _with_support(made: BiasJudgement, before: BiasJudgement) -> BiasJudgement:
    """Keep the words that support what is judged as it was before."""
    old = {domain.domain: domain for domain in before.domains}
    return replace(
        made,
        domains=tuple(
            old[d.domain]
            if d.domain in old and old[d.domain].judgement == d.judgement
            else d
            for d in made.domains
        ),
        overall_support=(
            before.overall_support if made.overall == before.overall else None
        ),
    )


class _Reader:
    """A file with what is needed to read its rows."""

    def __init__(
        self, table: Table, tool: BiasTool, register: Register, judged: Judged
    ) -> None:
        self._tool = tool
        self._judged = judged
        self._register = register
        self._columns = _columns(table, tool)
        #: The studies that a name may mean.
        self._studies: dict[str, list[str]] = {}
        for study in register.studies:
            for name in {_name(study.study_id), _name(study.label)}:
                self._studies.setdefault(name, []).append(study.study_id)

    def read(self, row: TableRow) -> BiasJudgement:
        """Read one row.

        Raises
        ------
        CurationError
            If its study is not in the register, or a word is not allowed.
        """
        label = spreadsheet_plain(row.cells[column_key(STUDY)].strip())
        study_id, result = self._study(label)
        words = {
            domain: row.cells[name].strip() for name, domain in self._columns.items()
        }
        overall = words.pop(None, "")
        judged = self._judged if result is None else self._result(study_id, result)
        return judgement(
            study_id,
            self._tool.name,
            self._tool.version,
            {
                name: word
                for name, word in words.items()
                if name is not None
                and not (_is_blank(word) and self._tool.domain(name).may_be_left_out)
            },
            overall=None if _is_blank(overall) else overall,
            outcome=judged.outcome,
            time_days=judged.time_days,
            result_id=judged.result_id,
            by=judged.by,
            at=judged.at,
            reason=judged.reason,
        )

    def _study(self, label: str) -> tuple[str, str | None]:
        """Give the study that a row names, and the result in brackets behind it."""
        name, result = label, None
        found = self._studies.get(_name(label), [])
        bracketed = _BRACKETED.fullmatch(label)
        if not found and bracketed:
            name, result = bracketed[1], bracketed[2]
            found = self._studies.get(_name(name), [])
        if len(found) == 1:
            return found[0], result
        why = f"may be {' or '.join(found)}" if found else "is no study of the register"
        msg = f"{name!r} {why}; write the study's identifier."
        raise CurationError(msg)

    def _result(self, study_id: str, result: str) -> Judged:
        """Read ``pain_intensity/84`` or ``pain_intensity/R001``, as it is written."""
        outcome, _, which = result.partition("/")
        of_outcome = replace(
            self._judged, outcome=outcome, time_days=None, result_id=None
        )
        if not which:
            return of_outcome
        if which in {r.result_id for r in self._register.results_of(study_id)}:
            return replace(of_outcome, result_id=which)
        try:
            return replace(of_outcome, time_days=float(which))
        except ValueError as error:
            msg = f"[{result}]: {which!r} is no result of {study_id} and no day."
            raise CurationError(msg) from error


def _columns(table: Table, tool: BiasTool) -> dict[str, str | None]:
    """Give the domain of each column; ``None`` is the overall judgement."""
    first, *rest = table.columns
    named = {
        **{column_key(d.name): d.name for d in tool.domains},
        **{_title_key(d.title): d.name for d in tool.domains},
        column_key(OVERALL): None,
    }
    if rest and rest[-1] == _WEIGHT:
        rest.pop()
    columns = {name: named.get(_title_key(name), "") for name in rest}
    unknown = [name for name, domain in columns.items() if domain == ""]
    lacking = [
        domain.name
        for domain in tool.domains
        if domain.name not in columns.values() and not domain.may_be_left_out
    ]
    if first != column_key(STUDY) or unknown or lacking:
        names = ", ".join(domain.name for domain in tool.domains)
        wrong = f"; not known: {', '.join(unknown)}" if unknown else ""
        less = f"; missing: {', '.join(lacking)}" if lacking else ""
        msg = (
            f"{table.name}: for {tool.title} robvis expects the columns Study, "
            f"{names}, Overall{wrong}{less}."
        )
        raise CurationError(msg)
    return columns


def _title_key(name: str) -> str:
    return column_key(name.replace(".", " "))


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_blank(cell: str) -> bool:
    return cell.casefold() in _BLANK

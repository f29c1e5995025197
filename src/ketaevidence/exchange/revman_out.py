"""The included studies as the tables that RevMan takes in: a starting point.

RevMan (study-centric data) reads study information, arms, results and risk of bias from
four tables, after the references. It asks that headings and names are those of the
review that was set up in it: interventions, outcomes and times are written here as this
review has them, and must be made to match. The headings of study information and risk
of bias are those of RevMan's own data package; for arms and results no file of RevMan's
was at hand, and the headings are its documentation's words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import BiasTool, tool_of
from ketaevidence.curation.model import Result, Study
from ketaevidence.curation.vocabulary import UNITS_OF_ANALYSIS, words_for
from ketaevidence.exchange.metapsy import MISSING, Published, arms_csv
from ketaevidence.exchange.ris import ris_text
from ketaevidence.exchange.written import csv_text
from ketaevidence.integrity.deviation import largest_deviation, standard_deviation
from ketaevidence.records.model import Record

_STUDY: Final = (
    "Study", "Year", "Data source", "Char: Methods", "Char: Participants",
    "Char: Interventions", "Char: Outcomes", "Char: Notes",
)  # fmt: skip
_ARMS: Final = ("Study", "Arm", "Intervention", "Role", "N")
_RESULTS: Final = (
    "Study", "Outcome", "Outcome in the source", "Time point", "Days", "Arm",
    "Statistic", "Scale", "Mean", "SD", "N", "Cases", "Total", "Not usable because",
    "Result",
)  # fmt: skip
#: RevMan's words for published data; others are left to the person who imports.
_PUBLISHED: Final = "PUB"
#: Roles of what RevMan calls an arm.
_ARM_ROLES: Final = ("intervention", "comparator", "single")
_COUNTED: Final = (MISSING, "count")
#: How RevMan's two forms word a judgement.
_JUDGED: Final = {
    "rob1": {"Low": "Low risk", "High": "High risk", "Unclear": "Unclear risk"},
    "rob2": {"Low": "Low risk of bias", "High": "High risk of bias"},
}

_README: Final = """\
Tables for RevMan (study-centric data)

1. In RevMan, set up the review's criteria first: interventions, outcomes, time points.
2. Import included.ris as references of included studies, before any table.
3. Make the names in the tables match your criteria, letter by letter.
4. Import study-information.csv, study-arms.csv, study-results.csv and one of the
   tables on risk of bias; a review in RevMan has either RoB 1 or RoB 2.

The headings of study-arms.csv and study-results.csv follow the words of RevMan's
documentation and were not tried in RevMan; compare them with its template.

A standard deviation stands only where the source states one, or states a standard
error or confidence interval of the same patients. A row with a text under "Not usable
because" must not be pooled as it stands, so that its numbers are left out: settle the
matter in the review and export again. Subgroups, differences between arms and values
of all patients together are no arms, and are not in these tables.
Change in patients without a comparator is no effect of a treatment.
"""


@dataclass(frozen=True, slots=True)
class RevManMaterial:
    """What goes to RevMan: included studies with results, references, judgements."""

    published: Published
    #: The records of the included reports.
    included: tuple[Record, ...]
    #: The newest judgements on the risk of bias.
    bias: tuple[BiasJudgement, ...]


def revman_files(material: RevManMaterial) -> dict[str, str]:
    """Give the tables by file name, with the references and a text on how to import."""
    published = material.published
    labels = published.labels()
    words = words_for(published.question)["studies"]
    files = {
        "README.txt": _README,
        "included.ris": ris_text(material.included),
        "study-information.csv": csv_text(
            _STUDY,
            (_information(s, labels[s.study_id], words) for s in published.studies),
        ),
        "study-arms.csv": csv_text(_ARMS, _arms(published)),
        "study-results.csv": csv_text(_RESULTS, _results(published)),
    }
    for name, title in (("rob1", "risk-of-bias-1"), ("rob2", "risk-of-bias-2")):
        tool = tool_of(name)
        judged = [
            made
            for made in material.bias
            if (made.tool, made.version) == (tool.name, tool.version)
            and made.study_id in labels
        ]
        if judged:
            files[f"{title}.csv"] = _bias(judged, tool, labels)
    return files


def _information(
    study: Study, label: str, words: Mapping[str, Mapping[str, str]]
) -> Sequence[object]:
    def said(column: str) -> str | None:
        """Give a controlled word as people read it."""
        word = getattr(study, column)
        return None if word is None else words[column].get(word, word)

    return (
        label,
        study.year,
        _PUBLISHED if study.pmid or study.doi else None,
        _told(
            ("Design", said("design")),
            ("In the source", study.design_words),
            ("Registration", study.registration),
            ("Follow-up", study.follow_up),
        ),
        _told(
            ("Condition", study.condition),
            ("Population", study.population),
            ("Enrolled", study.n_enrolled),
            ("Analysed", study.n_analysed),
        ),
        _told(
            ("Drug", said("form") or study.drug_form),
            ("Route", said("route")),
            ("Dose", study.dose),
            ("Duration", study.duration),
            ("Co-interventions", study.co_interventions),
            ("Comparator", study.comparator or said("comparator_kind")),
        ),
        _told(("Pain scale", study.pain_scale), ("Finding", study.finding)),
        _told(
            ("PMID", study.pmid),
            ("DOI", study.doi),
            ("Read in", study.source.location),
            ("Kept out of every pool because", study.kept_out_because),
            ("Tells again of the patients of", study.secondary_of),
        ),
    )


def _told(*parts: tuple[str, object]) -> str | None:
    told = [f"{name}: {value}" for name, value in parts if value not in (None, "")]
    return "; ".join(told) or None


def _arms(published: Published) -> Iterator[Sequence[object]]:
    labels = published.labels()
    for study in published.studies:
        for arm in published.register.arms:
            if arm.study_id != study.study_id or arm.role not in _ARM_ROLES:
                continue
            given = arm.label
            if arm.role in ("intervention", "single"):
                given = published.question.drug.words
            yield labels[study.study_id], arm.label, given, arm.role, arm.n


def _results(published: Published) -> Iterator[Sequence[object]]:
    """Give the rows of a release's ``arms.csv`` in RevMan's words.

    They already say why no pool may use a row as it stands.
    """
    results = {row.result_id: row for row in published.register.results}
    outcomes = words_for(published.question)["results"]["outcome"]
    for row in csv.DictReader(io.StringIO(arms_csv(published), newline="")):
        cell = {name: None if text == MISSING else text for name, text in row.items()}
        result = results[row["result_id"]]
        is_mean = result.statistic in ("mean", "mean_change")
        is_count = row["estimator"] in _COUNTED and result.events is not None
        if row["role"] not in _ARM_ROLES or not (is_mean or is_count):
            continue
        why_not = cell["not_used_because"]
        if result.unit_of_analysis != "patient":
            unit = UNITS_OF_ANALYSIS.get(result.unit_of_analysis, "other things")
            why_not = why_not or f"it counts {unit} and not patients"
        yield (
            cell["study"],
            outcomes.get(result.outcome, result.outcome),
            cell["outcome_words"],
            cell["time_words"],
            result.time_days,
            cell["arm"],
            cell["statistic"],
            cell["scale"],
            *(_numbers(result, is_mean=is_mean) if why_not is None else [None] * 5),
            why_not,
            cell["result_id"],
        )


def _numbers(result: Result, *, is_mean: bool) -> Sequence[float | None]:
    """Give mean, standard deviation, n, events and total."""
    if not is_mean:
        return (None, None, None, result.events, result.total)
    deviation = standard_deviation(result)
    if deviation is not None and not 0 < deviation <= largest_deviation(result):
        deviation = None
    return (result.value, deviation, result.n, None, None)


def _bias(
    judged: Sequence[BiasJudgement], tool: BiasTool, labels: dict[str, str]
) -> str:
    is_of_result = tool.judges == "result"
    head = ["Study", *(["Result"] if is_of_result else [])]
    for domain in tool.domains:
        head += [
            f"Domain (judgement): {domain.title}",
            f"Domain (support): {domain.title}",
        ]
    if is_of_result:
        head += ["Domain (judgement): Overall bias", "Domain (support): Overall bias"]
    words = _JUDGED[tool.name]
    rows = []
    for made in judged:
        support = {one.domain: one.support for one in made.domains}
        row: list[object] = [labels[made.study_id]]
        if is_of_result:
            row.append(made.judged)
        for domain in tool.domains:
            word = made.judgement_of(domain.name)
            row += [words.get(word or "", word), support.get(domain.name)]
        if is_of_result:
            overall = made.overall
            row += [words.get(overall or "", overall), made.overall_support]
        rows.append(row)
    return csv_text(head, rows)

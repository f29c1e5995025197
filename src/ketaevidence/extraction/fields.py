"""Which rule reads which field, in the order in which a table shows them.

To add a field, write its rule in ``rules/`` and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.outcomes.adverse import read_adverse_event
from ketaevidence.extraction.rules.outcomes.direction import read_direction
from ketaevidence.extraction.rules.outcomes.interval import read_confidence_interval
from ketaevidence.extraction.rules.outcomes.p_value import read_p_value
from ketaevidence.extraction.rules.outcomes.responders import read_responders
from ketaevidence.extraction.rules.pain.change import (
    read_mean_difference,
    read_pain_change,
)
from ketaevidence.extraction.rules.pain.percent_change import read_percent_change
from ketaevidence.extraction.rules.pain.scale import read_pain_scale
from ketaevidence.extraction.rules.pain.score import read_pain_score
from ketaevidence.extraction.rules.people.condition import (
    read_condition,
    read_crps_type,
)
from ketaevidence.extraction.rules.people.diagnostic_criteria import (
    read_diagnostic_criteria,
)
from ketaevidence.extraction.rules.people.n_arm import read_n_arm
from ketaevidence.extraction.rules.people.population import read_population
from ketaevidence.extraction.rules.people.sample import (
    read_n_analysed,
    read_n_total,
)
from ketaevidence.extraction.rules.study.blinding import read_blinding_and_centres
from ketaevidence.extraction.rules.study.country import read_country
from ketaevidence.extraction.rules.study.design import read_design
from ketaevidence.extraction.rules.study.eligible import judge_eligible
from ketaevidence.extraction.rules.study.funding import (
    read_conflict_of_interest,
    read_funding,
)
from ketaevidence.extraction.rules.study.publication_status import (
    read_publication_status,
)
from ketaevidence.extraction.rules.study.registration import read_registration
from ketaevidence.extraction.rules.treatment.co_treatment import (
    read_co_intervention,
    read_comparator,
)
from ketaevidence.extraction.rules.treatment.dose import read_dose
from ketaevidence.extraction.rules.treatment.drug import read_drug
from ketaevidence.extraction.rules.treatment.duration import read_duration
from ketaevidence.extraction.rules.treatment.follow_up import read_follow_up
from ketaevidence.extraction.rules.treatment.ketamine_role import (
    read_drug_form,
    read_ketamine_role,
)
from ketaevidence.extraction.rules.treatment.route import read_route
from ketaevidence.extraction.rules.treatment.schedule import (
    read_frequency,
    read_sessions,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question


class Reader(NamedTuple):
    """A rule that reads fields from one record's text."""

    fields: tuple[str, ...]
    read: Callable[[View, Question], Iterator[Candidate]]


class Judge(NamedTuple):
    """A rule that draws a field from what the readers found in the same record."""

    fields: tuple[str, ...]
    judge: Callable[[View, Question, Sequence[Candidate]], Iterator[Candidate]]


READERS: tuple[Reader, ...] = (
    Reader(("design",), read_design),
    Reader(("blinding", "centres"), read_blinding_and_centres),
    Reader(("registration",), read_registration),
    Reader(("n_total",), read_n_total),
    Reader(("n_analysed",), read_n_analysed),
    Reader(("n_arm",), read_n_arm),
    Reader(("population",), read_population),
    Reader(("condition",), read_condition),
    Reader(("crps_type",), read_crps_type),
    Reader(("diagnostic_criteria",), read_diagnostic_criteria),
    Reader(("drug",), read_drug),
    Reader(("drug_form",), read_drug_form),
    Reader(("ketamine_role",), read_ketamine_role),
    Reader(("route",), read_route),
    Reader(("dose", "infusion_rate", "concentration"), read_dose),
    Reader(("duration",), read_duration),
    Reader(("sessions",), read_sessions),
    Reader(("frequency",), read_frequency),
    Reader(("co_intervention",), read_co_intervention),
    Reader(("comparator",), read_comparator),
    Reader(("pain_scale",), read_pain_scale),
    Reader(("pain_score",), read_pain_score),
    Reader(("pain_change",), read_pain_change),
    Reader(("percent_change",), read_percent_change),
    Reader(("mean_difference",), read_mean_difference),
    Reader(("responders",), read_responders),
    Reader(("adverse_event",), read_adverse_event),
    Reader(("p_value",), read_p_value),
    Reader(("confidence_interval",), read_confidence_interval),
    Reader(("direction",), read_direction),
    Reader(("follow_up",), read_follow_up),
    Reader(("country",), read_country),
    Reader(("funding",), read_funding),
    Reader(("conflict_of_interest",), read_conflict_of_interest),
    Reader(("publication_status",), read_publication_status),
)
JUDGES: tuple[Judge, ...] = (Judge(("eligible",), judge_eligible),)
#: Every field, in the order of the table.
FIELDS: tuple[str, ...] = (
    *(field for reader in READERS for field in reader.fields),
    *(field for judge in JUDGES for field in judge.fields),
)

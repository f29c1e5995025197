"""Which rule reads which field, in the order in which a table shows them.

To add a field, write its rule in ``rules/`` and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.design import read_design
from ketaevidence.extraction.rules.dose import read_dose
from ketaevidence.extraction.rules.p_value import read_p_value
from ketaevidence.extraction.rules.responders import read_responders
from ketaevidence.extraction.rules.sample import read_n_total
from ketaevidence.extraction.rules.scale import read_pain_scale
from ketaevidence.extraction.rules.score import read_pain_score
from ketaevidence.extraction.rules.treatment import read_drug_form, read_route
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
    Reader(("n_total",), read_n_total),
    Reader(("drug_form",), read_drug_form),
    Reader(("route",), read_route),
    Reader(("dose",), read_dose),
    Reader(("pain_scale",), read_pain_scale),
    Reader(("pain_score",), read_pain_score),
    Reader(("responders",), read_responders),
    Reader(("p_value",), read_p_value),
)
JUDGES: tuple[Judge, ...] = ()
#: Every field, in the order of the table.
FIELDS: tuple[str, ...] = (
    *(field for reader in READERS for field in reader.fields),
    *(field for judge in JUDGES for field in judge.fields),
)

"""Study, Arm and Result: what a person has confirmed, with the place it was read.

A Result is one arm, one outcome, one time. Numbers stand as the source prints them;
the kind of spread is what the source *says*, so a plus-minus sign without a word is
``unspecified`` and stays so until a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ketaevidence.curation.vocabulary import WORDS, Words


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read, and how near that is to the study's own words.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> results = ke.example_review().register.results_of("sigtermans2009")
    >>> results[0].source.location, results[0].source.confidence
    ('abstract', 'primary_abstract')
    """

    url: str | None
    location: str | None
    #: One of vocabulary.CONFIDENCES.
    confidence: str
    #: The sentence that proves the value, where it may be quoted.
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """One investigation, possibly told in several reports.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> study = ke.example_review().register.study("sigtermans2009")
    >>> study.label, study.is_randomised, study.cohort_family
    ('Sigtermans 2009', True, 'LEIDEN_RCT_2009')
    """

    study_id: str
    label: str
    title: str
    #: One of vocabulary.DESIGNS; ``design_words`` is how the source puts it.
    design: str
    cohort_family: str
    source: Source
    record_key: str | None = None
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    citation: str | None = None
    pmid: str | None = None
    doi: str | None = None
    registration: str | None = None
    design_words: str | None = None
    is_randomised: bool | None = None
    n_enrolled: int | None = None
    n_analysed: int | None = None
    n_crps: int | None = None
    n_words: str | None = None
    arms_words: str | None = None
    #: Condition and CRPS type as the source has them.
    condition: str | None = None
    #: By which criteria the condition was diagnosed (Budapest, IASP 1994), in words.
    diagnostic_criteria: str | None = None
    population: str | None = None
    #: One of vocabulary.ROUTES.
    route: str | None = None
    drug_form: str | None = None
    #: One of vocabulary.FORMS; ``drug_form`` is how the source puts it.
    form: str | None = None
    dose: str | None = None
    #: One of vocabulary.DOSE_CLASSES; ``dose`` and ``duration`` have the numbers.
    dose_class: str | None = None
    duration: str | None = None
    #: How many treatments and how often, as the source puts it.
    sessions: str | None = None
    co_interventions: str | None = None
    comparator: str | None = None
    #: One of the register's words for it; ``comparator`` is how the source puts it.
    comparator_kind: str | None = None
    pain_scale: str | None = None
    follow_up: str | None = None
    #: Who paid, and interests that the authors declare, as the source puts it.
    funding: str | None = None
    finding: str | None = None
    #: The study whose patients this report tells of again.
    secondary_of: str | None = None
    #: Why a person keeps the whole study out of every pool; ``None`` if nobody does.
    kept_out_because: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One group of patients in a study.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> register = ke.example_review().register
    >>> register.arm("sigtermans2009", "placebo")
    Arm(study_id='sigtermans2009', arm_id='placebo', label='placebo',
        role='comparator', n=30)
    """

    study_id: str
    arm_id: str
    label: str
    #: One of vocabulary.ARM_ROLES.
    role: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one arm shows for one outcome at one time, as its source prints it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> results = ke.example_review().register.results_of("sigtermans2009")
    >>> first = results[0]
    >>> first.value, first.spread, first.spread_type
    (2.68, 0.51, 'unspecified')
    """

    result_id: str
    study_id: str
    arm_id: str
    #: One of vocabulary.OUTCOMES; ``outcome_words`` is the source's own term.
    outcome: str
    outcome_words: str
    #: One of vocabulary.STATISTICS.
    statistic: str
    source: Source
    #: One of vocabulary.STATUSES.
    status: str = "stated"
    time_words: str | None = None
    #: Days from the start of treatment [d]; ``None`` where the source has none.
    time_days: float | None = None
    #: One of vocabulary.PHASES.
    phase: str = "unclear"
    n: int | None = None
    value: float | None = None
    value_high: float | None = None
    spread: float | None = None
    #: One of vocabulary.SPREAD_TYPES where ``spread`` is given.
    spread_type: str | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    #: Coverage of the interval as a fraction; ``None`` where there is no interval.
    ci_level: float | None = None
    events: int | None = None
    total: int | None = None
    percent: float | None = None
    #: One of vocabulary.ESTIMATORS for events and percentages.
    estimator: str | None = None
    #: One of vocabulary.UNITS_OF_ANALYSIS.
    unit_of_analysis: str = "patient"
    scale: str | None = None
    scale_low: float | None = None
    scale_high: float | None = None
    #: What counts as a responder, in the source's words.
    definition: str | None = None
    p_value: str | None = None
    statement: str | None = None
    #: A person's reason to keep this row out of every pool; ``None`` if nobody does.
    kept_out_because: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Everything confirmed in a review: the only thing that pools are made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> register = ke.example_review().register
    >>> register.study("sigtermans2009").label, len(register.results) > 100
    ('Sigtermans 2009', True)
    """

    studies: tuple[Study, ...] = ()
    arms: tuple[Arm, ...] = ()
    results: tuple[Result, ...] = ()
    #: What codes mean here; no part of what was confirmed.
    words: Words = field(default_factory=lambda: WORDS, compare=False, repr=False)

    def study(self, study_id: str) -> Study:
        """Give the study with this identifier.

        Raises
        ------
        KeyError
            If the register has no such study.
        """
        for study in self.studies:
            if study.study_id == study_id:
                return study
        raise KeyError(study_id)

    def arm(self, study_id: str, arm_id: str) -> Arm:
        """Give one arm of a study.

        Raises
        ------
        KeyError
            If the study has no such arm.
        """
        for arm in self.arms:
            if (arm.study_id, arm.arm_id) == (study_id, arm_id):
                return arm
        raise KeyError((study_id, arm_id))

    def results_of(self, study_id: str) -> tuple[Result, ...]:
        """Give every result of a study, in the register's order."""
        return tuple(row for row in self.results if row.study_id == study_id)

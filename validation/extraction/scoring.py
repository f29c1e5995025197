"""How what the rules read is held against labels, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketaevidence.extraction.mentions.drugs import usual_name
from ketaevidence.extraction.mentions.times import in_days
from ketaevidence.extraction.model import METADATA, Candidate

Labels = dict[str, Any]
Found = Sequence[Candidate]
Item = tuple[Hashable, ...]


@dataclass
class Score:
    """Right, wrong and missed values of one field, with the errors themselves."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    #: Texts whose whole answer, an empty one included, is as labelled.
    exact: int = 0
    texts: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Share of the values read that are right."""
        read = self.right + self.wrong
        return self.right / read if read else None

    @property
    def recall(self) -> float | None:
        """Share of the values labelled that were read."""
        labelled = self.right + self.missed
        return self.right / labelled if labelled else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None

    def add(
        self,
        who: str,
        read: Sequence[Item],
        labelled: Sequence[Item],
        may: Sequence[Item] = (),
    ) -> None:
        """Count one text: what was read, what is labelled, and what is allowed too."""
        open_labels = list(labelled)
        wrong, extra = [], list(may)
        for item in read:
            if item in open_labels:
                open_labels.remove(item)
                self.right += 1
            elif item in extra:
                extra.remove(item)
            else:
                wrong.append(item)
        if may and not wrong and not any(i in labelled for i in read) and read:
            # A defensible other answer stands for the labelled one.
            self.right += 1
            open_labels = open_labels[1:]
        self.wrong += len(wrong)
        self.missed += len(open_labels)
        self.texts += 1
        self.exact += not wrong and not open_labels
        if wrong or open_labels:
            self.errors.append(
                f"{who}: read {wrong or '-'}; missed {open_labels or '-'}"
            )


def of(found: Found, *fields: str) -> list[Candidate]:
    """Give the candidates of some fields."""
    return [item for item in found if item.field in fields]


def first(found: Found, name: str) -> list[Item]:
    """Give the first value of a field, as a list of at most one."""
    return [(item.value,) for item in of(found, name)[:1]]


def one(value: Any) -> list[Item]:
    """Give a label as a list of at most one."""
    return [] if value in {None, "", "none", "unspecified"} else [(value,)]


def number(value: Any) -> float | None:
    """Give a number, rounded so that 0.1 + 0.2 is 0.3."""
    return None if value is None else round(float(value), 6)


def dose_items(found: Found) -> list[Item]:
    """Give each dose, rate and concentration once: (low, high, unit)."""
    items = [
        (number(c.value), number(c.value_high), c.unit)
        for c in of(found, "dose", "infusion_rate", "concentration")
    ]
    return list(dict.fromkeys(items))


def dose_labels(labels: Labels) -> list[Item]:
    """Give the labelled doses as `dose_items` does."""
    return list(
        dict.fromkeys(
            (number(low), number(high), unit)
            for _, low, high, unit in labels.get("doses") or ()
        )
    )


_PAIN_FIELDS = ("pain_score", "pain_change", "mean_difference")


def pain_items(found: Found, *, spread_only: bool) -> list[Item]:
    """Give pain values: (size, upper end, spread, kind of spread)."""
    items = []
    for c in of(found, *_PAIN_FIELDS):
        spread: Any = number(c.spread)
        if c.spread_low is not None:
            spread = (number(c.spread_low), number(c.spread_high))
        if spread is None and c.value_high is None and spread_only:
            continue
        size = abs(number(c.value) or 0.0)
        if c.value_high is not None and spread is None:
            spread = number(c.value_high)
        items.append((size, spread, c.spread_type if c.value_high is None else "range"))
    return items


def pain_labels(labels: Labels, *, spread_only: bool) -> list[Item]:
    """Give the labelled pain values as `pain_items` does."""
    items = []
    for _, _, _, value, kind, spread, *_ in labels.get("pain_values") or ():
        if value is None or (spread is None and spread_only):
            continue
        width = _spread(spread)
        items.append((abs(number(value) or 0.0), width, kind if width else None))
    return items


def _spread(printed: Any) -> Hashable:
    """Give a labelled spread: one number, the two ends of an interval, or ``None``."""
    if isinstance(printed, list):
        return tuple(number(part) for part in printed)
    return number(printed)


def count_items(found: Found, name: str) -> list[Item]:
    """Give counts: (events, total, percent), for people who had something."""
    return [
        (c.events, c.total, number(c.percent))
        for c in of(found, name)
        if c.events is not None or c.percent is not None
    ]


def agree_counts(
    read: list[Item], labelled: list[Item]
) -> tuple[list[Item], list[Item]]:
    """Write a count read as the label that it agrees with, where one says less."""
    left = list(labelled)
    answers = []
    for item in read:
        match = next(
            (
                other
                for other in left
                if all(
                    a is None or b is None or abs(a - b) < 0.06
                    for a, b in zip(item, other, strict=True)
                )
                and any(
                    a is not None and b is not None
                    for a, b in ((item[0], other[0]), (item[2], other[2]))
                )
            ),
            None,
        )
        if match is not None:
            left.remove(match)
        answers.append(match or item)
    return answers, labelled


def count_labels(labels: Labels, name: str) -> list[Item]:
    """Give labelled counts as `count_items` does."""
    found = []
    for row in labels.get(name) or ():
        events, total, percent = row[-3:]
        if events is not None or percent is not None:
            found.append((events, total, number(percent)))
    return found


def p_item(printed: str) -> Item:
    """Write a p value in one way: sign and number."""
    plain = printed.replace(" ", "").replace("<=", "≤").replace(">=", "≥")
    match = re.match(r"([<>=≤≥]*)\s*(.*)", plain)
    sign, rest = (match[1] or "=", match[2]) if match else ("=", printed)
    try:
        return (sign, float(rest))
    except ValueError:
        return (sign, rest.upper())


def interval_labels(labels: Labels) -> list[Item]:
    """Give every labelled interval as (low, high)."""
    rows = [
        row[-2:]
        for row in (*(labels.get("ci95") or ()), *(labels.get("ci_other") or ()))
    ]
    return [(number(low), number(high)) for low, high in rows]


def days(value: Any, unit: Any) -> float | None:
    """Give a length of time in whole hours, as days."""
    length = in_days(float(value), str(unit)) if value is not None and unit else None
    return None if length is None else round(length, 2)


def time_label(value: Any) -> list[Item]:
    """Give a labelled length of time in days."""
    return [(days(*value),)] if value else []


def time_items(found: Found, name: str) -> list[Item]:
    """Give the first length of time of a field in days."""
    return [(days(c.value, c.unit),) for c in of(found, name)[:1]]


def texts_of(values: Any) -> list[Item]:
    """Give a list of words as items, in lower case, without repeats."""
    if values is None:
        return []
    listed = values if isinstance(values, list) else [values]
    return list(dict.fromkeys((str(v).lower(),) for v in listed if v != "unstated"))


def word_items(found: Found, name: str) -> list[Item]:
    """Give the words read for a field, in lower case, without repeats."""
    return list(dict.fromkeys((str(c.value).lower(),) for c in of(found, name)))


#: Short names of countries that labels use.
_COUNTRIES = {"usa": "united states", "uk": "united kingdom"}


def country_label(labels: Labels) -> list[Item]:
    """Give the labelled country by its full name."""
    return [(_COUNTRIES.get(str(v[0]), v[0]),) for v in texts_of(labels.get("country"))]


def in_text(found: Found) -> list[Candidate]:
    """Leave out what PubMed's metadata say: labels are of the text."""
    return [c for c in found if c.section != METADATA]


def eligible_items(found: Found, pool: str) -> list[Item]:
    """Give ("yes",) where the rules let the record into a pool."""
    return [("yes",) for c in of(found, "eligible") if c.value == pool]


_DESIGNS = {
    "controlled_crossover_randomization_unstated": "controlled_randomization_unstated",
    "prospective_cohort": "single_arm_prospective",
}


def design_label(labels: Labels) -> list[Item]:
    """Give the labelled design by the name that the rules use."""
    return one(_DESIGNS.get(labels.get("design"), labels.get("design")))


def others(labels: Labels, name: str) -> list[Item]:
    """Give the defensible other answers."""
    return [(_DESIGNS.get(v, v),) for v in labels.get(name) or () if v is not None]


def randomised_items(found: Found) -> list[Item]:
    """Give ("yes",) for a record read as a randomised trial."""
    return [
        ("yes",) for value in first(found, "design") if str(value[0]).startswith("rct")
    ]


def randomised_labels(labels: Labels) -> list[Item]:
    """Give ("yes",) for a record labelled as a randomised trial."""
    said = labels.get("randomised")
    yes = said if said is not None else str(labels.get("design")).startswith("rct")
    return [("yes",)] if yes else []


Get = Callable[[Found], list[Item]]
Want = Callable[[Labels], list[Item]]
#: field -> (what was read, what is labelled, what is allowed too)
FIELDS: dict[str, tuple[Get, Want, Want]] = {}


def _nothing(_: Labels) -> list[Item]:
    return []


def _field(name: str, get: Get, want: Want, may: Want = _nothing) -> None:
    FIELDS[name] = (get, want, may)


_field(
    "design",
    lambda f: first(f, "design"),
    design_label,
    lambda b: others(b, "design_alt"),
)
_field("randomised", randomised_items, randomised_labels)
_field("blinding", lambda f: first(f, "blinding"), lambda b: one(b.get("blinding")))
_field(
    "registration",
    lambda f: word_items(f, "registration"),
    lambda b: texts_of(b.get("registration")),
)
_field(
    "n_total",
    lambda f: first(f, "n_total"),
    lambda b: one(b.get("n_total")),
    lambda b: others(b, "n_alt"),
)
_field(
    "n_analysed", lambda f: first(f, "n_analysed"), lambda b: one(b.get("n_analysed"))
)
_field(
    "n_arm",
    lambda f: [(c.value,) for c in of(f, "n_arm")],
    lambda b: [(n,) for n in (b.get("n_arms") or {}).values() if n],
)
_field(
    "population",
    lambda f: [v for v in first(f, "population") if v != ("none",)],
    lambda b: one(b.get("population")),
)
_field(
    "crps_type",
    lambda f: [v for v in first(f, "crps_type") if v != ("unspecified",)],
    lambda b: one(b.get("crps_type")),
)
_field(
    "drug",
    lambda f: [(usual_name(str(v[0])),) for v in first(f, "drug")],
    lambda b: [(usual_name(str(v[0])),) for v in texts_of(b.get("drug"))],
    lambda b: [(usual_name(str(v[0])),) for v in texts_of(b.get("drugs"))],
)
_field(
    "drug_form",
    lambda f: [v for v in first(f, "drug_form") if v != ("unspecified",)],
    lambda b: one(b.get("drug_form")),
)
_field(
    "ketamine_role",
    lambda f: first(in_text(f), "ketamine_role"),
    lambda b: one(b.get("ketamine_role")),
)
_field(
    "route",
    lambda f: word_items(f, "route"),
    lambda b: [] if b.get("population") == "animal" else texts_of(b.get("routes")),
    # Some labels give the routes of animals; the rules read those of people.
    lambda b: texts_of(b.get("routes")),
)
_field("dose", dose_items, dose_labels)
_field(
    "duration",
    lambda f: time_items(f, "duration"),
    lambda b: time_label(b.get("duration")),
)
_field("sessions", lambda f: first(f, "sessions"), lambda b: one(b.get("sessions")))
_field(
    "pain_scale",
    lambda f: word_items(f, "pain_scale"),
    lambda b: texts_of(b.get("pain_scales")),
)
_field(
    "pain_with_spread",
    lambda f: pain_items(f, spread_only=True),
    lambda b: pain_labels(b, spread_only=True),
)
_field(
    "pain_any",
    lambda f: pain_items(f, spread_only=False),
    lambda b: pain_labels(b, spread_only=False),
)
_field(
    "percent_change",
    lambda f: [(abs(number(c.value) or 0),) for c in of(f, "percent_change")],
    lambda b: [
        (abs(number(r[2]) or 0),)
        for r in b.get("percent_changes") or ()
        if r[2] is not None
    ],
)
_field(
    "responders",
    lambda f: count_items(f, "responders"),
    lambda b: count_labels(b, "responders"),
)
_field(
    "adverse_event",
    lambda f: count_items(f, "adverse_event"),
    lambda b: count_labels(b, "adverse_events"),
)
_field(
    "p_value",
    lambda f: [p_item(str(c.value)) for c in of(f, "p_value")],
    lambda b: [p_item(p) for p in b.get("p_values") or ()],
)
_field(
    "confidence_interval",
    lambda f: [
        (number(c.value), number(c.value_high)) for c in of(f, "confidence_interval")
    ],
    interval_labels,
)
_field(
    "follow_up",
    lambda f: time_items(f, "follow_up"),
    lambda b: time_label(b.get("followup")),
)
_field(
    "country",
    lambda f: word_items(in_text(f), "country")[:1],
    country_label,
)
_field(
    "direction",
    lambda f: first(f, "direction"),
    lambda b: [
        v for v in one(b.get("direction")) if v[0] not in {"not_applicable", "harm"}
    ],
)
_field(
    "eligible_crps",
    lambda f: eligible_items(f, "ketamine_crps"),
    lambda b: [("yes",)] if b.get("eligible_ketamine_crps") else [],
)
_field(
    "eligible_pain",
    lambda f: eligible_items(f, "ketamine_pain"),
    lambda b: [("yes",)] if b.get("eligible_ketamine_pain") else [],
)
COUNTS = frozenset({"responders", "adverse_event"})

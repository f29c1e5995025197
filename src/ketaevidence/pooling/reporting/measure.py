"""What was measured in each study, and what was done to the numbers, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ketaevidence.effects.transformations import TRANSFORMATIONS
from ketaevidence.effects.words import read_as
from ketaevidence.pooling.reporting.references import Citations

if TYPE_CHECKING:
    from ketaevidence.effects.model import Effects

#: The references of each measure; those of Viechtbauer 2010 where there is none.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "MD": ("handbook",),
    "SMD": ("hedges1981",),
    "SMDH": ("bonett2009",),
    "ROM": ("lajeunesse2015",),
    "RR": ("handbook",),
    "OR": ("handbook",),
    "RD": ("handbook",),
    "PETO": ("yusuf1985",),
    "AS": ("rucker2009",),
    "IRR": ("handbook",),
    "IRD": ("handbook",),
    "MPRD": ("elbourne2002",),
    "MPRR": ("elbourne2002",),
    "MPOR": ("elbourne2002",),
    "MPORC": ("elbourne2002",),
    "MCD": ("morris2008",),
    "PPC1": ("becker1988", "morris2008"),
    "PPC2": ("morris2008",),
    "SMCC": ("gibbons1993",),
    "SMCR": ("becker1988",),
    "SMCRH": ("bonett2008",),
    "SMCRP": ("cousineau2020",),
    "ROMC": ("lajeunesse2011", "lajeunesse2015"),
    "PLO": ("hamza2008",),
    "PAS": ("rucker2009",),
    "PFT": ("freeman1950",),
    "GEN": (),
}

#: Settings that have a sentence of their own, or say what another one says.
_TOLD = frozenset(
    {
        "add",
        "added_to",
        "adjusted",
        "correlation",
        "design",
        "direction",
        "drop00",
        "drop00_because",
        "kind",
        "left_out",
        "measure",
        "pain_scale",
        "recovered",
        "rescaled",
        "scale",
        "source",
        "to",
        "variance",
        "vtype",
        "without_information",
    }
)

#: The name of a column in brackets.
_COLUMN = re.compile(r" \(m[12]i\)")

_DESIGNS = {
    "parallel": "two groups of patients",
    "crossover": "the same patients under both treatments",
}

#: Where something is added to counts, in words.
_RULES = {
    "only0": "in studies with a zero cell",
    "all": "in every study",
    "if0all": "in every study as soon as one had a zero cell",
}


def in_a_sentence(effects: Effects) -> str:
    """Name the measure within a sentence."""
    # That an effect was given is said once, where it is said how effects were made.
    name = read_as(effects).removesuffix(" as given")
    # "Hedges' g" stays as it is, "Mean difference" loses its capital.
    return name[:1].lower() + name[1:]


def measure_sentences(effects: Effects, cite: Citations) -> Iterator[str]:
    """Say what each study contributed, and every choice behind it."""
    settings = effects.settings
    yield _what(effects, cite)
    direction = _direction(effects)
    if direction is not None and direction not in read_as(effects):
        yield f"Direction: {direction}."
    if "design" in settings:
        designs = [
            _DESIGNS.get(name, name) for name in str(settings["design"]).split("; ")
        ]
        yield f"Design: {'; '.join(designs)}."
    if effects.kind == "uncontrolled change":
        yield (
            "There was no comparison group: beside the treatment, such a change holds "
            "placebo response, natural course and regression to the mean"
            f"{cite('cuijpers2017')}, and it is reported as uncontrolled change only."
        )
    elif effects.kind == "single group":
        yield "There was no comparison group, and nothing is compared."
    yield from _scale(effects, cite)
    if "correlation" in settings:
        yield _correlation(str(settings["correlation"]))
    yield from _zeros(settings, cite)
    yield from _sources(settings)
    if "variance" in settings:
        formula = f" (vtype '{settings['vtype']}')" if "vtype" in settings else ""
        yield f"Variance of each study: {settings['variance']}{formula}."
    yield from _rest(settings)


def _direction(effects: Effects) -> str | None:
    """Say what is subtracted from what, without the names of columns."""
    direction = effects.settings.get("direction", effects.direction)
    return None if direction is None else _COLUMN.sub("", str(direction))


def _what(effects: Effects, cite: Citations) -> str:
    name = in_a_sentence(effects)
    source = cite(*_SOURCES.get(effects.measure, ("viechtbauer2010",)))
    if effects.measure == "GEN":
        kind = {
            "as given": " (what it measures was not stated)",
            "contrast": " (a contrast between treatments)",
        }.get(str(effects.kind), "")
        return f"Each study's {name} was taken as given{kind}."
    if "source" in effects.settings:
        return f"Each study's {name} was taken as the study reports it{source}."
    return f"For each study the {name} was computed{source}."


def _scale(effects: Effects, cite: Citations) -> Iterator[str]:
    if effects.scale == "none":
        return
    name = TRANSFORMATIONS[effects.scale].name
    if effects.has_own_way_back:
        yield (
            f"The analysis was on the scale of the {name}; results are turned back "
            "from it."
        )
        return
    yield (
        f"The analysis was on the scale of the {name}, and results are given on that "
        "scale: its way back needs a number of patients, which a pooled value does not "
        f"have{cite('miller1978', 'schwarzer2019')}."
    )


def _correlation(told: str) -> str:
    start = "one value for every study: "
    if told.startswith(start):
        return (
            "The correlation between the two measurements was assumed to be "
            f"{told.removeprefix(start)} in every study."
        )
    return f"Correlation between the two measurements: {told}."


def _listed(settings: Mapping[str, object], name: str) -> str:
    labels = settings.get(name)
    return ", ".join(map(str, labels)) if isinstance(labels, list) else ""


def _zeros(settings: Mapping[str, object], cite: Citations) -> Iterator[str]:
    if "add" in settings:
        rule, add = settings.get("to"), settings["add"]
        if rule == "none" or add == 0:
            yield "Nothing was added to counts of zero."
        else:
            where = _RULES.get(str(rule), str(rule))
            half = cite("haldane1956") if add == 0.5 else ""
            names = _listed(settings, "adjusted") or "none"
            yield (
                f"{add:g} was added to {settings.get('added_to', 'the counts')} "
                f"{where} (to='{rule}'){half}; these were: {names}."
            )
    if "drop00" not in settings:
        return
    names = _listed(settings, "left_out") or "none"
    text = (
        f"Studies in which {settings['drop00_because']} were {settings['drop00']}; "
        f"left out: {names}"
    )
    silent = _listed(settings, "without_information")
    yield text + (f"; kept without information: {silent}." if silent else ".")


def _sources(settings: Mapping[str, object]) -> Iterator[str]:
    recovered = settings.get("recovered")
    if isinstance(recovered, Mapping):
        told = "; ".join(f"{name} {how}" for name, how in recovered.items())
        yield f"Not reported as such: {told}."
    elif recovered is not None:
        yield f"Not reported as such: {recovered}."
    if "pain_scale" in settings:
        names = _listed(settings, "rescaled") or "none"
        yield f"Pain scale: {settings['pain_scale']}; converted to it: {names}."


def _rest(settings: Mapping[str, object]) -> Iterator[str]:
    """Say every other choice by its name, so that none is left out."""
    for name, value in settings.items():
        if name not in _TOLD:
            yield f"{name.replace('_', ' ').capitalize()}: {value}."

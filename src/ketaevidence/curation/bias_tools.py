"""Tools that judge the risk of bias, as tables: versions, domains, allowed words.

A judgement names its tool and the version, because versions have other domains. What a
tool judges differs: RoB 2 and ROBINS-I judge one result of a study, RoB 1 the study.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

LOW, HIGH, SOME, UNCLEAR = "Low", "High", "Some concerns", "Unclear"
MODERATE, SERIOUS, CRITICAL = "Moderate", "Serious", "Critical"
NO_INFORMATION, NOT_APPLICABLE = "No information", "Not applicable"
#: The least that ROBINS-I V2 gives for confounding, which no study without
#: randomisation excludes.
LOW_EXCEPT: Final = "Low (except for concerns about uncontrolled confounding)"

#: How grave a judgement is; words that are no degree are not here.
SEVERITY: Final = {
    LOW: 0,
    LOW_EXCEPT: 0,
    SOME: 1,
    UNCLEAR: 1,
    MODERATE: 1,
    HIGH: 2,
    SERIOUS: 2,
    CRITICAL: 3,
}


@dataclass(frozen=True, slots=True)
class BiasDomain:
    """One domain of a tool, and the words that may be said of it."""

    #: As the tool names it: "D1".
    name: str
    title: str
    judgements: tuple[str, ...]
    #: Whether an assessment may leave the domain out.
    may_be_left_out: bool = False


@dataclass(frozen=True, slots=True)
class BiasTool:
    """One version of a tool that judges the risk of bias.

    Examples
    --------
    >>> tool = tool_of("rob2")
    >>> [domain.name for domain in tool.domains]
    ['D1', 'D2', 'D3', 'D4', 'D5']
    >>> tool.overall
    ('Low', 'Some concerns', 'High', 'No information')
    """

    name: str
    version: str
    title: str
    judges: Literal["result", "study"]
    domains: tuple[BiasDomain, ...]
    #: Words that may be said of the whole.
    overall: tuple[str, ...]
    #: Where the tool is described.
    reference: str
    #: Whether the tool says that the whole is at least as grave as each domain.
    whole_is_the_worst: bool = True
    #: What the R package robvis calls this form; ``None`` where it has none.
    robvis: str | None = None

    def domain(self, name: str) -> BiasDomain:
        """Give a domain by its name, in any case.

        Raises
        ------
        KeyError
            If the tool has no such domain.
        """
        for domain in self.domains:
            if domain.name.casefold() == name.strip().casefold():
                return domain
        raise KeyError(name)


#: RoB 1 and 2 have three judgements; robvis draws a fourth where none could be made.
_ROB2: Final = (LOW, SOME, HIGH, NO_INFORMATION)
_DEVIATIONS: Final = "Bias due to deviations from intended interventions"
_ROB2_REFERENCE: Final = "Sterne JAC et al. 2019, doi:10.1136/bmj.l4898"
_RANDOMIZATION = BiasDomain(
    "D1", "Bias arising from the randomization process", _ROB2
)  # fmt: skip
_ROB2_REST = (
    BiasDomain("D2", _DEVIATIONS, _ROB2),
    BiasDomain("D3", "Bias due to missing outcome data", _ROB2),
    BiasDomain("D4", "Bias in measurement of the outcome", _ROB2),
    BiasDomain("D5", "Bias in selection of the reported result", _ROB2),
)
_PERIOD = BiasDomain("DS", "Bias arising from period and carryover effects", _ROB2)
_RECRUITMENT = BiasDomain(
    "D1b",
    "Bias arising from the timing of identification or recruitment of participants",
    # A trial that randomised patients one by one may stand among clusters.
    (*_ROB2, NOT_APPLICABLE),
)
_ROB1: Final = (LOW, UNCLEAR, HIGH, NO_INFORMATION)
_ROBINS: Final = (LOW, MODERATE, SERIOUS, CRITICAL, NO_INFORMATION)
_ROBINS_V2: Final = (LOW, MODERATE, SERIOUS, CRITICAL)
_ROBINS_V2_FIRST: Final = (LOW_EXCEPT, MODERATE, SERIOUS, CRITICAL)

#: Every version of every tool, the one that is meant without a version first.
TOOLS: Final[tuple[BiasTool, ...]] = (
    BiasTool(
        "rob2",
        "2019",
        "RoB 2, parallel groups (22 August 2019)",
        "result",
        (_RANDOMIZATION, *_ROB2_REST),
        _ROB2,
        _ROB2_REFERENCE,
        robvis="ROB2",
    ),
    BiasTool(
        "rob2",
        "2021-crossover",
        "RoB 2 for crossover trials (18 March 2021)",
        "result",
        (_RANDOMIZATION, _PERIOD, *_ROB2_REST),
        _ROB2,
        _ROB2_REFERENCE,
    ),
    BiasTool(
        "rob2",
        "2021-cluster",
        "RoB 2 for cluster-randomised trials (18 March 2021)",
        "result",
        (_RANDOMIZATION, _RECRUITMENT, *_ROB2_REST),
        _ROB2,
        _ROB2_REFERENCE,
        robvis="ROB2-Cluster",
    ),
    BiasTool(
        "rob1",
        "2011",
        "RoB 1, the Cochrane tool of 2011",
        "study",
        (
            BiasDomain("D1", "Random sequence generation", _ROB1),
            BiasDomain("D2", "Allocation concealment", _ROB1),
            BiasDomain("D3", "Blinding of participants and personnel", _ROB1),
            BiasDomain("D4", "Blinding of outcome assessment", _ROB1),
            BiasDomain("D5", "Incomplete outcome data", _ROB1),
            BiasDomain("D6", "Selective reporting", _ROB1),
            BiasDomain("D7", "Other sources of bias", _ROB1, may_be_left_out=True),
        ),
        _ROB1,
        "Higgins JPT et al. 2011, doi:10.1136/bmj.d5928",
        # RoB 1 leaves it to the authors which domains count for the whole.
        whole_is_the_worst=False,
        robvis="Generic",
    ),
    BiasTool(
        "robins-i",
        "2016",
        "ROBINS-I (2016)",
        "result",
        (
            BiasDomain("D1", "Bias due to confounding", _ROBINS),
            BiasDomain("D2", "Bias in selection of participants", _ROBINS),
            BiasDomain("D3", "Bias in classification of interventions", _ROBINS),
            BiasDomain("D4", _DEVIATIONS, _ROBINS),
            BiasDomain("D5", "Bias due to missing data", _ROBINS),
            BiasDomain("D6", "Bias in measurement of outcomes", _ROBINS),
            BiasDomain("D7", "Bias in selection of the reported result", _ROBINS),
        ),
        _ROBINS,
        "Sterne JAC et al. 2016, doi:10.1136/bmj.i4919",
        robvis="ROBINS-I",
    ),
    BiasTool(
        "robins-i",
        "2025",
        "ROBINS-I V2 (20 November 2025)",
        "result",
        (
            BiasDomain("D1", "Bias due to confounding", _ROBINS_V2_FIRST),
            BiasDomain("D2", "Bias in classification of interventions", _ROBINS_V2),
            BiasDomain("D3", "Bias in selection of participants", _ROBINS_V2),
            BiasDomain("D4", "Bias due to missing data", _ROBINS_V2),
            BiasDomain("D5", "Bias in measurement of the outcome", _ROBINS_V2),
            BiasDomain("D6", "Bias in selection of the reported result", _ROBINS_V2),
        ),
        _ROBINS_V2_FIRST,
        "ROBINS-I V2 development group, 20 November 2025, riskofbias.info",
    ),
)  # fmt: skip

#: Tools of which two versions are in use for the same studies: the version is said.
_SAY_WHICH: Final = frozenset({"robins-i"})


def tool_of(name: str, version: str | None = None) -> BiasTool:
    """Give a tool by its name and version.

    Parameters
    ----------
    name
        ``rob2``, ``rob1`` or ``robins-i``, in any case.
    version
        As in :data:`TOOLS`. Left out, RoB 2 is that for parallel groups; of ROBINS-I
        the version has to be said.

    Raises
    ------
    KeyError
        With a sentence that names what there is.
    """
    wanted = name.strip().casefold()
    versions = [tool for tool in TOOLS if tool.name == wanted]
    if not versions:
        names = ", ".join(dict.fromkeys(tool.name for tool in TOOLS))
        msg = f"{name!r} is no tool here: {names}"
        raise KeyError(msg)
    if version is None and wanted not in _SAY_WHICH:
        return versions[0]
    for tool in versions:
        if tool.version == (version or "").strip():
            return tool
    told = ", ".join(f"{tool.version} ({tool.title})" for tool in versions)
    msg = f"say which version of {wanted}: {told}"
    raise KeyError(msg)

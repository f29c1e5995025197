"""One figure shows one tool: the domains of two are not the same."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import BiasTool, tool_of
from ketaevidence.errors import PresentError


def one_tool(
    judgements: Sequence[BiasJudgement],
    figure: str,
    tool: str | None = None,
    version: str | None = None,
    *,
    advice: str = "draw a figure for each and say which",
) -> BiasTool:
    """Choose the tool whose judgements are drawn.

    Raises
    ------
    PresentError
        If there is no judgement, none by the tool asked for, or they are of several.
    """
    counts: dict[tuple[str, str], int] = {}
    for made in judgements:
        key = made.tool, made.version
        counts[key] = counts.get(key, 0) + 1
    told = "; ".join(
        f"tool={name!r}, version={which!r} ({tool_of(name, which).title}): {n}"
        for (name, which), n in counts.items()
    )
    if not counts:
        msg = (
            f"{figure}: nobody has judged the risk of bias in an included study yet; "
            "judge with Review.judge_bias(), or read a sheet of judgements in"
        )
        raise PresentError(msg)
    wanted = None if tool is None else tool.strip().casefold()
    fitting = [
        key for key in counts if wanted in (None, key[0]) and version in (None, key[1])
    ]
    if not fitting:
        msg = f"{figure}: no judgement by tool={tool!r}, version={version!r}; {told}"
        raise PresentError(msg)
    if len(fitting) > 1:
        msg = (
            f"{figure}: the judgements are of {len(fitting)} tools, whose domains are "
            f"not the same; {advice}: {told}"
        )
        raise PresentError(msg)
    return tool_of(*fitting[0])

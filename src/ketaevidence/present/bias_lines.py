"""What the command line prints of judgements on the risk of bias."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import tool_of
from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.words import clean


def bias_text(
    judgements: Sequence[BiasJudgement],
    labels: Mapping[str, str],
    width: int = WIDTH,
) -> str:
    """Write the newest judgements, one study or result a block."""
    if not judgements:
        return "Nobody has judged the risk of bias in a study of this review yet."
    lines: list[str] = []
    for made in judgements:
        tool = tool_of(made.tool, made.version)
        what = f", {made.judged}" if made.judged else ""
        head = f"{clean(labels.get(made.study_id, made.study_id))}{what}"
        lines += [*wrapped(head, width, hang="  ")]
        lines += wrapped(tool.title, width, start="  ", hang="    ")
        for domain in made.domains:
            support = f": {clean(domain.support)}" if domain.support else ""
            start = f"    {domain.domain:<4}"
            told = f"{domain.judgement}{support}"
            lines += wrapped(told, width, start=start, hang="        ")
        whole = made.overall or "nobody judged the whole"
        lines += wrapped(whole, width, start="    Overall  ", hang="        ")
        lines += wrapped(
            f"{clean(made.by)}, {made.at[:10]}: {clean(made.reason)}",
            width,
            start="    ",
            hang="      ",
        )
    return "\n".join(lines)

"""How a treatment is told apart: the forms of a drug, and its kinds of dose.

What a question file does not say of its drug is filled in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Code of a form that the source does not state: like no other, itself included.
UNSPECIFIED: Final = "unspecified"

#: How much for how long, as kinds of treatment and not as numbers.
DOSE_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "anaesthetic": "anaesthetic dose",
        "subanaesthetic_infusion": "subanaesthetic infusion over hours or days",
        "short_low_dose": "single low dose, at once or within two hours",
        "oral": "oral dose",
        "topical": "topical dose",
        "epidural": "epidural dose",
        "other": "another kind of dose",
    }
)


def mirror_forms(drug: str) -> Mapping[str, str]:
    """Give the forms of a drug that comes as two mirror images and their mixture.

    Examples
    --------
    >>> mirror_forms("ketamine")["racemic"]
    'racemic ketamine'
    """
    return MappingProxyType(
        {
            "S": f"S(+)-{drug}",
            "R": f"R(−)-{drug}",
            "racemic": f"racemic {drug}",
            UNSPECIFIED: f"{drug} of a form that the source does not state",
        }
    )

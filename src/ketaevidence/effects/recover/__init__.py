"""Recover a spread, a mean or a correlation that a report gives in another form.

Each recovered number carries the name of its formula and the reference, and is refused
where the formula does not apply.
"""

from __future__ import annotations

from ketaevidence.effects.recover.correlation import recover_correlation
from ketaevidence.effects.recover.mean import recover_mean
from ketaevidence.effects.recover.model import Recovered
from ketaevidence.effects.recover.sd import recover_sd

__all__ = ["Recovered", "recover_correlation", "recover_mean", "recover_sd"]

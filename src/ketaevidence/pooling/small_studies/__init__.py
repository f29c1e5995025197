"""Ask whether small studies found something else than large ones.

Effects or a pool go in, small frozen results come out. Asymmetry is no proof of
missing results, and with fewer than ten studies nothing can be told: every function
then refuses, unless it is told to go on.
"""

from __future__ import annotations

from ketaevidence.pooling.small_studies.count_tests import harbord_test, peters_test
from ketaevidence.pooling.small_studies.filled import TrimAndFill
from ketaevidence.pooling.small_studies.model import RegressionTest
from ketaevidence.pooling.small_studies.pet_peese import PetPeese, pet_peese
from ketaevidence.pooling.small_studies.rank_test import RankTest, rank_test
from ketaevidence.pooling.small_studies.regression_test import regression_test
from ketaevidence.pooling.small_studies.trim_and_fill import trim_and_fill

__all__ = [
    "PetPeese",
    "RankTest",
    "RegressionTest",
    "TrimAndFill",
    "harbord_test",
    "pet_peese",
    "peters_test",
    "rank_test",
    "regression_test",
    "trim_and_fill",
]

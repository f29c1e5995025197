"""Studies for the tests of small-study effects."""

from tests.pooling.published.builders import BCG

import ketaevidence as ke

#: Ten studies in which small ones found more, no two alike.
YI = (-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6)
VI = (0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.21, 0.02, 0.4, 0.11)


def bcg(measure):
    """Compute the effects of the BCG trials."""
    columns = dict(zip(("ai", "bi", "ci", "di"), BCG.T.tolist(), strict=True))
    return ke.effect_sizes(measure, columns, **{name: name for name in columns})

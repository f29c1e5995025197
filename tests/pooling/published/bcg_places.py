"""Where and when the 13 BCG trials took place.

Printed in table I of van Houwelingen and others (2002), Statistics in Medicine
21:589-624, doi 10.1002/sim.1040, page 594, in the order of ``builders.BCG``.
"""

from __future__ import annotations

#: Degrees from the equator.
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]

#: Year of publication.
YEAR = [1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976]

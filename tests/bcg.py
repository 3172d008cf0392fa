"""The BCG vaccine trials, the worked example of meta-analysis."""

from __future__ import annotations

import math

__all__ = ["BCG_LATITUDE", "BCG_LOG_RR", "BCG_VARIANCE"]

# BCG vaccine trials against tuberculosis: events and not, vaccinated and not; latitude of the place.
# Colditz et al. 1994 (JAMA 271:698), as tabled by Berkey et al. 1995 (Stat Med 14:395).
_BCG = [
    (4, 119, 11, 128, 44),
    (6, 300, 29, 274, 55),
    (3, 228, 11, 209, 42),
    (62, 13536, 248, 12619, 52),
    (33, 5036, 47, 5761, 13),
    (180, 1361, 372, 1079, 44),
    (8, 2537, 10, 619, 19),
    (505, 87886, 499, 87892, 13),
    (29, 7470, 45, 7232, 27),
    (17, 1699, 65, 1600, 42),
    (186, 50448, 141, 27197, 18),
    (5, 2493, 3, 2338, 33),
    (27, 16886, 29, 17825, 33),
]

BCG_LOG_RR = [math.log((a / (a + b)) / (c / (c + d))) for a, b, c, d, _ in _BCG]

BCG_VARIANCE = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d, _ in _BCG]

BCG_LATITUDE = [latitude for *_, latitude in _BCG]

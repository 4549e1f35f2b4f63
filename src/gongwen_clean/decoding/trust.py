"""How much is asked before a text is taken for spun and a word is repaired."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trust:
    """What is asked of a text and of a repair before it is made.

    Args: min_rate: the least evidence of being spun, in nats per 1,000 characters. min_confidence: the
    least log odds of a repair, in nats. max_harm: wrong characters expected per 10,000 at most.
    """

    # clean documents gain up to 77, natural sentences full of rare words 102, spun documents from 138
    min_rate: float = 105.0
    min_confidence: float = 0.0
    max_harm: float = math.inf


DEFAULT_TRUST = Trust()

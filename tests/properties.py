"""How many examples a property test draws: the same few every time, or other ones and more, to explore.

`SEARCHKIT_EXAMPLES=20 make test` draws twenty times as many, anew in each run.
"""

from __future__ import annotations

import os

TIMES = int(os.environ.get("SEARCHKIT_EXAMPLES", "0"))
EXPLORING = TIMES > 0


def examples(usual: int) -> int:
    """Return how many to draw where `usual` are drawn without exploring."""
    return usual * max(TIMES, 1)

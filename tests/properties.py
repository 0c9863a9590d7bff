"""What property tests share: a folder for each example, and how many are drawn.

They are the same few every time, or other ones and more, to explore:

`SEARCHKIT_EXAMPLES=20 make test` draws twenty times as many, anew in each run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.files import remove_folder

TIMES = int(os.environ.get("SEARCHKIT_EXAMPLES", "0"))
EXPLORING = TIMES > 0


def examples(usual: int) -> int:
    """Return how many to draw where `usual` are drawn without exploring."""
    return usual * max(TIMES, 1)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder to one example, as `tmp_path` gives one to a test; engines may still be letting go of it."""
    folder = Path(tempfile.mkdtemp(prefix="searchkit-"))
    try:
        yield folder
    finally:
        remove_folder(folder)

"""searchkit finds the half-remembered line: who said it, where, and in which words.

>>> import searchkit
>>> with searchkit.Library("corpus", "index") as library:      # doctest: +SKIP
...     library.sync()
...     for hit in library.search("renaissance", speaker="lecun"):
...         print(hit.passage.text)

The names below are the public face; they are loaded when they are first used, so that importing searchkit is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from searchkit.version import __version__

if TYPE_CHECKING:
    from searchkit.adding import Added
    from searchkit.catalog import EpisodeEntry
    from searchkit.comparing import Comparison, Voice
    from searchkit.doctor import Checkup, Finding
    from searchkit.errors import (
        IndexUnusableError,
        InputError,
        NotFoundError,
        QueryError,
        SearchkitError,
        UsageError,
    )
    from searchkit.formats import render, write
    from searchkit.formats.citations import cite
    from searchkit.indexing import Status, SyncReport
    from searchkit.library import Library, WholeEpisode
    from searchkit.limits import Limits
    from searchkit.model import (
        Chapter,
        Context,
        Episode,
        EpisodeRef,
        Facets,
        Hit,
        Idea,
        Part,
        Passage,
        Point,
        Query,
        Quote,
        Results,
        Segment,
        Source,
        Span,
    )
    from searchkit.names import Name
    from searchkit.readers import Hints
    from searchkit.scanning import Difference
    from searchkit.trends import Series, Trends
    from searchkit.verify import CheckedEpisode, CheckedQuote, Verdict, Verification
    from searchkit.whosaid import Remembered, WhoSaid
    from searchkit.wording import Change

_HOMES = {
    "searchkit.adding": ("Added",),
    "searchkit.catalog": ("EpisodeEntry",),
    "searchkit.comparing": ("Comparison", "Voice"),
    "searchkit.doctor": ("Checkup", "Finding"),
    "searchkit.errors": (
        *("IndexUnusableError", "InputError", "NotFoundError", "QueryError", "SearchkitError", "UsageError"),
    ),
    "searchkit.formats": ("render", "write"),
    "searchkit.formats.citations": ("cite",),
    "searchkit.indexing": ("Status", "SyncReport"),
    "searchkit.library": ("Library", "WholeEpisode"),
    "searchkit.limits": ("Limits",),
    "searchkit.model": (
        *("Chapter", "Context", "Episode", "EpisodeRef", "Facets", "Hit", "Idea", "Part", "Passage", "Point"),
        *("Query", "Quote", "Results", "Segment", "Source", "Span"),
    ),
    "searchkit.names": ("Name",),
    "searchkit.readers": ("Hints",),
    "searchkit.scanning": ("Difference",),
    "searchkit.trends": ("Series", "Trends"),
    "searchkit.verify": ("CheckedEpisode", "CheckedQuote", "Verdict", "Verification"),
    "searchkit.whosaid": ("Remembered", "WhoSaid"),
    "searchkit.wording": ("Change",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Added", "Change", "Chapter", "CheckedEpisode", "CheckedQuote", "Checkup", "Comparison", "Context",
    "Difference", "Episode", "EpisodeEntry", "EpisodeRef", "Facets", "Finding", "Hints", "Hit", "Idea",
    "IndexUnusableError", "InputError", "Library", "Limits", "Name", "NotFoundError", "Part", "Passage", "Point",
    "Query", "QueryError", "Quote", "Remembered", "Results", "SearchkitError", "Segment", "Series", "Source",
    "Span", "Status", "SyncReport", "Trends", "UsageError", "Verdict", "Verification", "Voice", "WhoSaid",
    "WholeEpisode", "__version__", "cite", "render", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value

"""An index open for questions: which generation, which engine, and what was read of its catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from searchkit.duplicates import Groups
from searchkit.engines.generations import Generation, Generations, Hold
from searchkit.engines.scoped import ScopedEngine, open_pair

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry
    from searchkit.names import Names

_Method = TypeVar("_Method", bound=Callable[..., Any])


def question(method: _Method) -> _Method:
    """Let a method answer from the index that is current when it is asked, and from that one until it is done."""

    @wraps(method)
    def asked(self: Opened, *arguments: Any, **options: Any) -> Any:
        if not self._asking and self._hold is not None and not self._hold.is_current():
            self.close()
        self._asking += 1
        try:
            return method(self, *arguments, **options)
        finally:
            self._asking -= 1

    return cast("_Method", asked)


class Opened:
    """An index that is opened with the first question, and anew with the first one after somebody has changed it.

    Its generation is held until it is closed, so that no writer can sweep what an answer still reads.

    Args:
        generations: the index folder.
        expansions: of how many words at most a pattern of a query stands.
    """

    def __init__(self, generations: Generations, *, expansions: int) -> None:
        self.generations = generations
        self._expansions = expansions
        self._opened: tuple[Generation, ScopedEngine] | None = None
        self._hold: Hold | None = None
        self._asking = 0  # questions that are being answered; one may ask others

    def close(self) -> None:
        """Let go of the index; the next question opens it again."""
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None
        if self._hold is not None:
            self._hold.release()
            self._hold = None
        for name in ("_names", "_episodes", "_groups"):
            self.__dict__.pop(name, None)

    def _open(self) -> tuple[Generation, ScopedEngine]:
        if self._opened is None:
            self._hold = self.generations.hold()
            generation = self._hold.generation
            self._opened = generation, open_pair(generation, expansions=self._expansions)
        return self._opened

    @cached_property
    def _names(self) -> tuple[Names, Names]:
        from searchkit import catalog  # noqa: PLC0415 -- start-up time

        return catalog.read_names(self._open()[0].read)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._open()[0].read)

    @cached_property
    def _episodes(self) -> tuple[EpisodeEntry, ...]:
        from searchkit import catalog  # noqa: PLC0415 -- start-up time

        return catalog.read_episodes(self._open()[0].read)

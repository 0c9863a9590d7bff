"""What searchkit is to reach, and whether it does: the figures of a run held against the goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench import idle
from bench.contestants import LABELS
from bench.questions import CLASSES

Figures = Mapping[str, Mapping[str, float]]

DEFAULT_SIZE, BIG_SIZE = 100_000, 1_000_000  # passages at which Whoosh and Tantivy are judged
_BUILD, _BYTES = 4.0, 0.8  # times as fast as plain Whoosh; of its size
_FASTER = 3.5  # times, than plain Whoosh
_FASTER_IN = ("rare", "common", "and", "or", "phrase", "speaker", "prefix")
_OF_FTS5, _OF_FTS5_IN = 0.5, ("or", "common", "speaker")
_BOUND, _BOUND_IN = 10.0, ("fuzzy", "leading", "inner")  # ms, p95
_SENTENCE = 40.0  # ms, p50
_START = {"searchkit": 90.0, "searchkit-tantivy": 60.0}  # ms
_IDLE = 1.0  # seconds
_RAW_BUILD, _RAW_ASK = 1.5, 1.3  # times raw tantivy-py
_AS_MUCH = 0.5  # of the passages, for a comparison to mean anything
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with what was measured."""

    what: str
    wanted: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a run.

    Attributes:
        builds: by number of passages and contestant: rate, bytes, memory.
        answers: by number of passages, class and contestant: p50, p95.
        searches: CPU ms of `searchkit search`, by contestant.
        idle: CPU seconds of `searchkit index` with nothing changed, None if it was not measured.
    """

    builds: Mapping[int, Figures]
    answers: Mapping[int, Mapping[str, Figures]]
    searches: Mapping[str, float]
    idle: float | None = None


def judge(measured: Measured) -> list[Goal]:
    """Return the goals that can be judged by a run, in order: those of the sizes that it has."""
    return [*_default(measured), *_starts(measured), *_tantivy(measured)]


def _default(measured: Measured) -> Iterator[Goal]:
    size = DEFAULT_SIZE
    built, asked = measured.builds.get(size, {}), measured.answers.get(size, {})
    if "searchkit" in built and "whoosh" in built:
        own, plain = built["searchkit"], built["whoosh"]
        yield _least(f"build, {size:,}", own["rate"] / plain["rate"], _BUILD, "times plain Whoosh's rate")
        yield _most(f"index size, {size:,}", own["bytes"] / plain["bytes"], _BYTES, "of plain Whoosh's")
    if big := measured.builds.get(BIG_SIZE, {}).get("searchkit"):
        peak = f"{big['memory'] / _MEGABYTE:,.0f} MB"
        yield Goal(f"build, memory at {BIG_SIZE:,}", "bounded, reported", peak, met=True)
    for name in _FASTER_IN:
        if ratio := _ratio(asked.get(name, {}), "whoosh", "searchkit"):
            yield _least(f"{CLASSES[name]}, p50", ratio, _FASTER, "times as fast as plain Whoosh")
    for name in _OF_FTS5_IN:
        if ratio := _ratio(asked.get(name, {}), "searchkit", "fts5"):
            yield _most(f"{CLASSES[name]}, p50", ratio, _OF_FTS5, "of SQLite FTS5's")
    for name in _BOUND_IN:
        if figures := asked.get(name, {}).get("searchkit"):
            yield _most(f"{CLASSES[name]}, p95", figures["p95"], _BOUND, "ms")
    if figures := asked.get("sentence", {}).get("searchkit"):
        yield _most(f"{CLASSES['sentence']}, p50", figures["p50"], _SENTENCE, "ms")


def _starts(measured: Measured) -> Iterator[Goal]:
    for who, spent in measured.searches.items():
        yield _most(f"{LABELS[who]}: cold start of a search", spent, _START[who], "ms")
    if measured.idle is not None:
        yield _most(f"index, nothing changed, {idle.EPISODES:,} episodes", measured.idle, _IDLE, "s")


def _tantivy(measured: Measured) -> Iterator[Goal]:
    size, own = BIG_SIZE, "searchkit-tantivy"
    built, asked = measured.builds.get(size, {}), measured.answers.get(size, {})
    if own in built and "tantivy" in built:
        ratio = built["tantivy"]["rate"] / built[own]["rate"]
        yield _most(f"{LABELS[own]}: build, {size:,}", ratio, _RAW_BUILD, "times raw tantivy-py's time")
        peak = f"{built[own]['memory'] / _MEGABYTE:,.0f} MB"
        yield Goal(f"{LABELS[own]}: memory at {size:,}", "bounded, reported", peak, met=True)
    for name, engines in asked.items():
        ratio = _ratio(engines, own, "tantivy")
        if ratio and _comparable(engines[own], engines["tantivy"]):
            yield _most(f"{LABELS[own]}: {CLASSES[name]}, p50", ratio, _RAW_ASK, "times raw tantivy-py's")


def _comparable(own: Mapping[str, float], raw: Mapping[str, float]) -> bool:
    """Whether raw Tantivy found about as much: its patterns and fuzzy words are held against stems and find little."""
    return raw["found"] >= _AS_MUCH * own["found"]


def _ratio(engines: Figures, one: str, other: str) -> float | None:
    if "p50" not in engines.get(one, {}) or "p50" not in engines.get(other, {}):
        return None
    return engines[one]["p50"] / engines[other]["p50"]


def _judged(word: str, holds: Callable[[float, float], bool]) -> Callable[[str, float, float, str], Goal]:
    def goal(what: str, value: float, wanted: float, unit: str) -> Goal:
        return Goal(what, f"{word} {wanted:g} {unit}", f"{value:.2f}", holds(round(value, 2), wanted))

    return goal


_least = _judged("at least", lambda value, wanted: value >= wanted)
_most = _judged("at most", lambda value, wanted: value <= wanted)

__all__ = ["BIG_SIZE", "DEFAULT_SIZE", "Goal", "Measured", "judge"]

"""Queries put to searchkit and to its peers; each function may run in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import process_time

from rapidfuzz.distance import Indel

from bench.quality import quotes, testsets
from bench.quality.evaluation import Scores, evaluate
from bench.quality.indexes import WatchedLibrary, built
from bench.quality.plain import Fts5, Peer, PlainWhoosh
from bench.quality.trials import Trial
from searchkit.duplicates import SIMILAR
from searchkit.engines import load_engine
from searchkit.errors import SearchkitError
from searchkit.model import Hit

DEPTH = 100  # places of a run
_QUOTES_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Ranking:
    """How one engine did with the queries of a test collection.

    Attributes:
        scores: what it earned.
        refused: texts of queries that are no query to it.
        milliseconds: CPU time of a query, mean.
    """

    scores: Scores
    refused: tuple[str, ...] = ()
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Recalled:
    """How one engine did with half-remembered quotes: `places` of the wanted ones, 0 for one not among the first ten.

    `first` are the texts that came first, "" where nothing was found. `nearly` are the places of the wanted ones or of
    others that say nearly the same, which are one hit unless `--duplicates` is given: collections hold many a quote in
    several versions.
    """

    places: tuple[int, ...]
    first: tuple[str, ...]
    nearly: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()
    milliseconds: float = 0.0

    def share(self, places: int) -> float:
        """Return the share of the quotes found among the first places."""
        return sum(0 < place <= places for place in self.places) / len(self.places)

    def share_nearly(self, places: int) -> float:
        """Return the share of the quotes of which a version was found among the first places."""
        return sum(0 < place <= places for place in self.nearly) / len(self.nearly)


@dataclass(slots=True)
class _Asked:
    """Answers of a library to queries, in turn."""

    hits: list[tuple[Hit, ...]] = field(default_factory=list)
    candidates: list[tuple[str, ...]] = field(default_factory=list)  # ids of the episodes, as the engine has them
    refused: list[str] = field(default_factory=list)
    spent: float = 0.0  # CPU seconds

    @property
    def milliseconds(self) -> float:
        return self.spent / max(1, len(self.hits)) * 1000


def _ask(library: WatchedLibrary, texts: Sequence[str], depth: int) -> _Asked:
    asked = _Asked()
    for text in texts:
        start = process_time()
        try:
            hits = library.search(text, limit=depth, duplicates=True).hits
            found = library.candidates.candidates
        except SearchkitError:
            asked.refused.append(text)
            hits, found = (), ()
        asked.spent += process_time() - start
        asked.hits.append(hits)
        asked.candidates.append(tuple(candidate.passage.episode.id for candidate in found))
    return asked


def rank(
    folder: Path, kept: Path, engine: str, trials: Sequence[Trial], limit: int | None
) -> tuple[list[Ranking], Ranking]:
    """Put the queries of a test collection to searchkit.

    Args:
        folder: of the collection.
        kept: where indexes are kept.
        engine: of searchkit.
        trials: weights to try in turn.
        limit: queries at most.

    Returns:
        How each trial did, and the engine's candidates in its own order for the first of them.
    """
    load_engine(engine)  # before a trial sets what its modules import
    test_set = testsets.read(folder, limit)
    documents = testsets.episode_ids(test_set)
    index = built(kept, test_set.name, engine, documents, testsets.as_episode)
    rankings: list[Ranking] = []
    candidates = None
    with WatchedLibrary(index, remember=_may_remember(trials)) as library:
        for trial in trials:
            with trial.applied():
                asked = _ask(library, list(test_set.queries.values()), DEPTH)
            run = {
                query: [documents[hit.passage.episode.id].id for hit in hits]
                for query, hits in zip(test_set.queries, asked.hits, strict=True)
            }
            rankings.append(Ranking(evaluate(run, test_set.judged), tuple(asked.refused), asked.milliseconds))
            if candidates is None:
                own = {
                    query: [documents[one].id for one in found][:DEPTH]
                    for query, found in zip(test_set.queries, asked.candidates, strict=True)
                }
                candidates = Ranking(evaluate(own, test_set.judged))
    assert candidates is not None  # noqa: S101 -- there is one trial at least
    return rankings, candidates


def rank_plain(folder: Path, kept: Path, limit: int | None) -> Ranking:
    """Put the queries of a test collection to plain Whoosh; its answers never change and are kept."""
    test_set = testsets.read(folder, limit)
    state = blake2b(digest_size=6)
    for part in ((folder / "corpus.jsonl").read_bytes(), json.dumps(test_set.queries).encode()):
        state.update(part)
    answers = kept / f"{test_set.name}-plain-whoosh-{state.hexdigest()}.json"
    if not answers.exists():
        texts = ((document.id, f"{document.title}\n{document.text}") for document in test_set.documents)
        peer = PlainWhoosh(kept / f"{test_set.name}-plain-whoosh-{len(test_set.documents)}", texts)
        start = process_time()
        run = {query: peer.best(text, DEPTH) for query, text in test_set.queries.items()}
        spent = (process_time() - start) / max(1, len(run)) * 1000
        answers.write_text(json.dumps([run, spent]), encoding="utf-8")
    run, spent = json.loads(answers.read_text(encoding="utf-8"))
    return Ranking(evaluate(run, test_set.judged), (), spent)


def recall(folder: Path, kept: Path, engine: str, trials: Sequence[Trial], drawn: int) -> list[Recalled]:
    """Put half-remembered quotes to searchkit.

    Args:
        folder: of the quotes.
        kept: where indexes are kept.
        engine: of searchkit.
        trials: weights to try in turn.
        drawn: quotes of each collection.

    Returns:
        How each trial did.
    """
    load_engine(engine)  # before a trial sets what its modules import
    lines = quotes.read(folder)
    asked_for = quotes.memories(lines, drawn)
    index = built(kept, quotes.NAME, engine, quotes.episode_ids(lines), quotes.as_episode)
    results: list[Recalled] = []
    with WatchedLibrary(index, remember=_may_remember(trials)) as library:
        for trial in trials:
            with trial.applied():
                asked = _ask(library, [memory.typed for memory in asked_for], _QUOTES_DEPTH)
            found = [[hit.passage.text for hit in hits] for hits in asked.hits]
            results.append(_recalled(asked_for, found, asked))
    return results


def recall_plain(folder: Path, kept: Path, peer: str, drawn: int) -> Recalled:
    """Put half-remembered quotes to plain Whoosh (`peer` is "whoosh") or SQLite FTS5 ("fts5")."""
    lines = quotes.read(folder)
    asked_for = quotes.memories(lines, drawn)
    texts = {str(number): line.text for number, line in enumerate(lines)}
    asked_of: Peer
    if peer == "whoosh":
        asked_of = PlainWhoosh(kept / f"{quotes.NAME}-plain-whoosh-{len(lines)}", texts.items())
    else:
        asked_of = Fts5(texts.items())
    asked = _Asked()
    start = process_time()
    found = [[texts[best] for best in asked_of.best(memory.typed, _QUOTES_DEPTH)] for memory in asked_for]
    asked.spent, asked.hits = process_time() - start, [()] * len(asked_for)
    return _recalled(asked_for, found, asked)


def _may_remember(trials: Sequence[Trial]) -> bool:
    return len(trials) > 1 and all(trial.keeps_candidates for trial in trials)


def _recalled(asked_for: Sequence[quotes.Memory], found: Sequence[Sequence[str]], asked: _Asked) -> Recalled:
    places: list[int] = []
    nearly: list[int] = []
    for memory, texts in zip(asked_for, found, strict=True):
        keys = [quotes.Line(text, "", "").key for text in texts]
        wanted = memory.wanted.key
        places.append(keys.index(wanted) + 1 if wanted in keys else 0)
        versions = [Indel.normalized_similarity(wanted, key) >= SIMILAR for key in keys]
        nearly.append(versions.index(True) + 1 if True in versions else 0)
    first = tuple(texts[0] if texts else "" for texts in found)
    return Recalled(tuple(places), first, tuple(nearly), tuple(asked.refused), asked.milliseconds)

"""Half-remembered lines put to `whosaid` and to its peers: 500 of quotes and transcripts, three in ten words lost.

What is typed is the line in lower case without punctuation, three of ten words left out, and one word mistyped. The
same is done to lines that nobody in the corpus said, to see which likeness tells the two apart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from bench.made_corpus import index
from bench.quality.plain import Fts5, Peer, PlainWhoosh
from bench.quality.quotes import FEWEST, Line, read
from bench.quality.wordforms import misspelt
from bench.said.transcripts import Recording
from searchkit.duplicates import SIMILAR
from searchkit.library import Library
from searchkit.model import Episode, Quote

SEED = "whosaid 1"
_LOST = 0.3  # of the words
_TYPO_FROM = 5  # letters of a word that is mistyped
_LONGEST = 45  # words of a line that is drawn from a transcript
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCES = re.compile(r"(?<=[.?!])[\"'”’)]*\s+")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Task:
    """A line as somebody remembers it.

    Attributes:
        typed: what is asked.
        line: what was said.
        source: "quotes" or "transcripts".
    """

    typed: str
    line: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one contestant did: the place of the right passage for each task, 0 where it is not among the first ten."""

    places: tuple[int, ...]
    milliseconds: float
    closest: tuple[float, ...] = ()

    def share(self, tasks: Sequence[Task], places: int, source: str = "") -> float:
        """Return the share of the tasks (of one source) whose passage came among the first places."""
        asked = [place for place, task in zip(self.places, tasks, strict=True) if source in ("", task.source)]
        return sum(0 < place <= places for place in asked) / max(1, len(asked))


def episodes(recordings: Sequence[Recording], lines: Sequence[Line]) -> dict[str, Episode]:
    """Return the corpus: each quote of a collection an episode of one passage, and the transcripts."""
    made = {
        f"quotes/q{number:05}": Episode("Quotes", f"q{number:05}", quotes=(Quote(line.text, line.author),))
        for number, line in enumerate(lines)
    }
    made |= {recording.name.replace(".", "-"): recording.episode for recording in recordings}
    return {name: _with_id(name, episode) for name, episode in made.items()}


def _with_id(name: str, episode: Episode) -> Episode:
    from dataclasses import replace  # noqa: PLC0415

    return replace(episode, id=name)


def tasks(corpus: dict[str, Episode], drawn: int) -> list[Task]:
    """Return what is asked: half of it lines of quotes, half sentences of transcripts; the same in every run."""
    chance = random.Random(SEED)
    quotes = sorted({quote.text for episode in corpus.values() for quote in episode.quotes})
    said = sorted(
        {line for episode in corpus.values() for segment in episode.transcript for line in _sentences(segment.text)}
    )
    made = []
    for source, lines, count in (("quotes", quotes, drawn // 2), ("transcripts", said, drawn - drawn // 2)):
        eligible = [line for line in lines if len(_WORD.findall(line)) >= FEWEST]
        for line in chance.sample(eligible, min(count, len(eligible))):
            made.append(Task(forgotten(line, random.Random(f"{SEED} {line}")), line, source))  # noqa: PERF401
    return made


def _sentences(text: str) -> list[str]:
    """Return the runs of two sentences of a text, of a length at which people remember a line."""
    parts = [part for part in _SENTENCES.split(text) if part.strip()]
    runs = [" ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
    return [run for run in runs if 2 * FEWEST <= len(run.split()) <= _LONGEST and "[" not in run]


def strangers(folder: Path, lines: Sequence[Line], drawn: int) -> list[str]:
    """Return lines that are like no line of the corpus, spoilt in the same way."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    known = [line.key for line in lines]
    others = sorted({line.text for line in read(folder) if line.collection != "quotable" and len(line.key) >= FEWEST})
    chance = random.Random(f"{SEED} strangers")
    chance.shuffle(others)
    made: list[str] = []
    for text in others:
        key = Line(text, "", "").key
        if len(key) > _LONGEST:
            continue
        near = process.extractOne(key, known, scorer=Indel.normalized_similarity, score_cutoff=0.5, processor=None)
        if near is None:
            made.append(forgotten(text, random.Random(f"{SEED} {text}")))
        if len(made) == drawn:
            break
    return made


def forgotten(text: str, chance: random.Random) -> str:
    """Return what is left of a line: three in ten words lost, one mistyped, in lower case and without punctuation."""
    kept = _WORD.findall(text.lower())
    for at in sorted(chance.sample(range(len(kept)), round(_LOST * len(kept))), reverse=True):
        del kept[at]
    long_ones = [at for at, word in enumerate(kept) if len(word) >= _TYPO_FROM]
    if long_ones:
        at = chance.choice(long_ones)
        kept[at] = misspelt(kept[at], chance)
    return " ".join(kept)


def ask(corpus: dict[str, Episode], engine: str, asked: Sequence[Task], folder: Path) -> Outcome:
    """Put the tasks to `whosaid`."""
    target = folder / f"whosaid-{engine}"
    spoken = [name for name, episode in corpus.items() if episode.transcript]
    index(list(corpus), corpus.__getitem__, target, engine, spoken=spoken)
    places, closest = [], []
    with Library(folder / "no-corpus", target) as library:
        library.whosaid("warm up", limit=1)
        start = process_time()
        answers = [library.whosaid(task.typed, limit=DEPTH) for task in asked]
        spent = process_time() - start
        for task, answer in zip(asked, answers, strict=True):
            places.append(_place(task, [_around(library, one.passage.id) for one in answer.found]))
            closest.append(answer.found[0].likeness if answer.found else 0.0)
    return Outcome(tuple(places), spent / max(1, len(asked)) * 1000, tuple(closest))


def closest(folder: Path, engine: str, lines: Sequence[str]) -> list[float]:
    """Return how like lines the nearest passages are, by an index that `ask` has made; 0 where nothing is close."""
    with Library(folder / "no-corpus", folder / f"whosaid-{engine}") as library:
        answers = [library.whosaid(line, limit=1) for line in lines]
    return [answer.found[0].likeness if answer.found else 0.0 for answer in answers]


def _around(library: Library, passage_id: str) -> str:
    """Return the text of a passage."""
    return library.passage(passage_id).text


def ask_peer(corpus: dict[str, Episode], name: str, asked: Sequence[Task], folder: Path) -> Outcome:
    """Put the tasks to plain Whoosh ("whoosh") or SQLite FTS5 ("fts5"): any of the words, best first."""
    texts: dict[str, str] = {}
    for episode in corpus.values():
        for kind, passages in (("quote", episode.quotes), ("segment", episode.transcript)):
            texts |= {f"{episode.id}#{kind}-{number}": one.text for number, one in enumerate(passages, start=1)}
    peer: Peer = Fts5(texts.items()) if name == "fts5" else PlainWhoosh(folder / "plain-whoosh", texts.items())
    start = process_time()
    found = [peer.best(task.typed, DEPTH) for task in asked]
    spent = process_time() - start
    places = [_place(task, [texts[one] for one in ids]) for task, ids in zip(asked, found, strict=True)]
    return Outcome(tuple(places), spent / max(1, len(asked)) * 1000)


def _place(task: Task, found: Sequence[str]) -> int:
    """Return the place of the passage that is right: it holds the line, or says nearly the same."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    wanted = Line(task.line, "", "").key
    for place, text in enumerate(found, start=1):
        key = Line(text, "", "").key
        if f" {' '.join(wanted)} " in f" {' '.join(key)} " or Indel.normalized_similarity(wanted, key) >= SIMILAR:
            return place
    return 0

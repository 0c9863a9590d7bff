"""An index held against a scan of its corpus: every word of either, and how many passages hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from searchkit.analysis import terms, words
from searchkit.errors import InputError
from searchkit.library import Library
from searchkit.model import Passage
from searchkit.passages import cut

EVERY_WORD = 1_000_000


def scanned(library: Library) -> list[Passage]:
    """Return the passages of every file of the corpus that can be read, as a scan finds them; segments are left out."""
    first: dict[str, object] = {}
    episodes = []
    for state in library.corpus.scan():
        if not state.is_episode or first.setdefault(state.episode_id, state) is not state:
            continue
        try:
            episode = library.corpus.parse(state.path, library.corpus.read_bytes(state.path), transcript=False)
        except InputError:
            continue
        with suppress(InputError):  # then the episode is without it
            episode = replace(episode, transcript=library.corpus.transcript(episode.id))
        episodes.append(episode)
    return [passage for episode in episodes for passage in cut(episode) if passage.kind != "segment"]


def differences(library: Library) -> Iterator[str]:
    """Yield what the index answers and a scan does not, and the other way round; none is what is promised."""
    passages = scanned(library)
    _, engine = library._open()  # noqa: SLF001 -- the library shows no engine, and words are asked of it one by one
    if engine.size != len(passages):
        yield f"the index has {engine.size} passages, the corpus {len(passages)}"
    told = engine.passages([passage.id for passage in passages])
    yield from (f"{passage.id!r} is another passage" for passage in passages if told.get(passage.id) != passage)
    stems, held = Counter[str](), Counter[str]()
    for passage in passages:
        texts, language = (passage.heading, passage.text), passage.episode.language
        stems.update({stem for text in texts for _, found in terms(text, language) for stem in found})
        held.update({word for text in texts for word in words(text)})
    frequencies = engine.frequencies(stems)
    yield from (f"stem {stem!r}: {frequencies[stem]} and {count}" for stem, count in stems.items()
                if frequencies[stem] != count)  # fmt: skip
    known = engine.complete("", EVERY_WORD)
    yield from (f"the index knows {word!r}, the corpus does not" for word in set(known) - set(held))
    yield from (f"the corpus has {word!r}, the index does not" for word in set(held) - set(known))

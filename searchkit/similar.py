"""More like this one: the most telling words of a passage, asked for all at once.

This is Lucene's “more like this” (its `MoreLikeThis` class), which takes the words of a document with the highest
tf·idf for a query; the idea of a query made of a document that is relevant is Rocchio's (Relevance Feedback in
Information Retrieval, 1971). The words keep the order of the passage, so that passages with the same turns of phrase
gain by the nearness that every search counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from searchkit.analysis import is_stop_word, terms, tokens
from searchkit.engines.base import Engine
from searchkit.model import Passage, Query, Results
from searchkit.scoring import Statistics

_MOST_WORDS = 25  # the number that Lucene takes unless told otherwise


def similar(
    search: Callable[[Query], Results], engine: Engine, passage: Passage, query: Query, *, elsewhere: bool = False
) -> Results:
    """Return the passages that are about the same as one, the most similar first.

    Args:
        search: the ordinary search, without the passage itself and its near-duplicates.
        engine: the index, for how rare words are.
        passage: what others are to be like.
        query: what narrows the search, and how many hits there shall be; its text, order and match do not matter.
        elsewhere: leave out the episode of the passage too.

    Returns:
        Results whose query is the one that was asked: the telling words of the passage.
    """
    chosen = telling_words(passage, engine)
    text = " ".join(chosen)
    asked = replace(query, text=text, match="any", sort="relevance", facets=False)
    if not chosen:
        found = search(replace(asked, text="*", limit=1, offset=0))  # for what is told of options and index
        return replace(found, query=asked, total=0, hits=(), dropped=(), suggestions={})
    if elsewhere:
        asked = replace(asked, text=f"{text} -episode:{_quoted(passage.episode.id)}")
    return replace(search(asked), dropped=(), suggestions={})


def telling_words(passage: Passage, engine: Engine) -> tuple[str, ...]:
    """Return the words that tell a passage from others: those with the highest tf·idf, in the order of the passage.

    Stop words, and words that no other passage holds, are none of them.
    """
    text, language = _text(passage), passage.episode.language
    first: dict[tuple[str, ...], str] = {}  # stems: the word as it stands first
    counts: Counter[tuple[str, ...]] = Counter()
    for (_, start, end), (word, stems) in zip(tokens(text), terms(text, language), strict=True):
        if not is_stop_word(word, language):
            first.setdefault(stems, text[start:end])
            counts[stems] += 1
    known = Statistics(engine.size, 1.0, engine.frequencies({stem for stems in first for stem in stems}))
    weights = {own: counts[own] * known.rarity(own) for own in first if known.frequency(own) > 1}
    best = set(sorted(weights, key=lambda own: -weights[own])[:_MOST_WORDS])
    return tuple(word for own, word in first.items() if own in best)


def _text(passage: Passage) -> str:
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""An episode cut into passages, each quote tied to the idea that it belongs to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from searchkit import languages
from searchkit.analysis import is_stop_word, terms
from searchkit.model import Episode, EpisodeRef, Idea, Passage, Quote
from searchkit.seals import fingerprint, verdict_of

_HEADING_WEIGHT = 2  # a word of the heading tells more of what an idea is about than one of its explanation


def cut(episode: Episode) -> tuple[Passage, ...]:
    """Return the passages of an episode: its points, ideas, quotes and segments, in their order.

    The episode must have its id.
    """
    language = languages.code(episode.language)
    ref = EpisodeRef(
        id=episode.id,
        show=episode.show,
        title=episode.title,
        number=episode.number,
        published=episode.published,
        url=episode.url,
        headline=episode.headline,
        speakers=episode.voices,
        language=language,
    )
    points = [
        Passage(passage_id(episode.id, "point", number), "point", point.text, ref)
        for number, point in enumerate(episode.overview, start=1)
    ]
    belongs = assign(episode.quotes, episode.ideas, language)
    idea_ids = [passage_id(episode.id, "idea", number) for number in range(1, len(episode.ideas) + 1)]
    quote_ids = [passage_id(episode.id, "quote", number) for number in range(1, len(episode.quotes) + 1)]
    ideas = [
        Passage(
            own_id,
            "idea",
            idea.text,
            ref,
            heading=idea.heading,
            quotes=tuple(quote_ids[index] for index, owner in enumerate(belongs) if owner == own),
        )
        for own, (own_id, idea) in enumerate(zip(idea_ids, episode.ideas, strict=True))
    ]
    said = fingerprint(episode.transcript) if any(quote.verified for quote in episode.quotes) else ""
    quotes = [
        Passage(
            own_id,
            "quote",
            quote.text,
            ref,
            speaker=quote.speaker,
            at=quote.at,
            idea="" if owner is None else idea_ids[owner],
            verified=verdict_of(quote, said),
        )
        for own_id, quote, owner in zip(quote_ids, episode.quotes, belongs, strict=True)
    ]
    segments = (
        Passage(
            passage_id(episode.id, "segment", number),
            "segment",
            segment.text,
            ref,
            speaker=segment.speaker,
            at=segment.start,
        )
        for number, segment in enumerate(episode.transcript, start=1)
    )
    return (*points, *ideas, *quotes, *segments)


def passage_id(episode_id: str, kind: str, number: int) -> str:
    """Return the id of a passage; numbers count from 1 within a kind."""
    return f"{episode_id}#{kind}-{number}"


def assign(quotes: Sequence[Quote], ideas: Sequence[Idea], language: str = "") -> list[int | None]:
    """Return for each quote the index of the idea that it shares most with, None where it shares nothing.

    What they share is the sum over common stems of the weight in the idea times log(1 + ideas / ideas with the stem),
    divided by the square root of the idea's length, so that a long explanation does not gather every quote. Of equal
    ideas the first wins.
    """
    profiles = [_profile(idea, language) for idea in ideas]
    spread = Counter(stem_ for profile in profiles for stem_ in profile)
    rarity = {stem_: math.log(1 + len(ideas) / count) for stem_, count in spread.items()}
    owners: list[int | None] = []
    for quote in quotes:
        said = set(_content(quote.text, language))
        best, best_share = None, 0.0
        for index, profile in enumerate(profiles):
            share = sum(weight * rarity[stem_] for stem_, weight in profile.items() if stem_ in said)
            share /= math.sqrt(sum(profile.values()) or 1)
            if share > best_share:
                best, best_share = index, share
        owners.append(best)
    return owners


def _profile(idea: Idea, language: str) -> Counter[str]:
    profile = Counter(dict.fromkeys(_content(idea.text, language), 1))
    profile.update(dict.fromkeys(_content(idea.heading, language), _HEADING_WEIGHT))
    return profile


def _content(text: str, language: str) -> list[str]:
    return [stems[0] for word, stems in terms(text, language) if not is_stop_word(word, language)]

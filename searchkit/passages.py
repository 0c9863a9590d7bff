"""An episode cut into passages, each quote tied to the idea that it belongs to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from searchkit import languages
from searchkit.analysis import is_stop_word, terms
from searchkit.model import Episode, EpisodeRef, Idea, Passage, Quote
from searchkit.seals import fingerprint, verdict_of

_LINKED = 8_000  # quotes of an idea that it names: the links are for context, and an index has 64 KiB for them
_FREQUENT = 200  # ideas of one episode in which a stem stands that tells none of them apart
_HEADING_WEIGHT = 2  # a word of the heading tells more of what an idea is about than one of its explanation
COLLECTIONS = "Quotations"  # the show of collections of quotes that name none
_OF_COLLECTIONS = "quotes-"  # how the names of the readers of collections begin


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
        speakers=credited(episode),
        language=language,
    )
    points = [
        Passage(passage_id(episode.id, "point", number), "point", point.text, ref)
        for number, point in enumerate(episode.overview, start=1)
    ]
    belongs = assign(episode.quotes, episode.ideas, language)
    idea_ids = [passage_id(episode.id, "idea", number) for number in range(1, len(episode.ideas) + 1)]
    quote_ids = [passage_id(episode.id, "quote", number) for number in range(1, len(episode.quotes) + 1)]
    owned: dict[int, list[str]] = {}
    for quote_id, owner in zip(quote_ids, belongs, strict=True):
        if owner is not None:
            owned.setdefault(owner, []).append(quote_id)
    ideas = [
        Passage(
            own_id,
            "idea",
            idea.text,
            ref,
            heading=idea.heading,
            quotes=tuple(owned.get(own, ())[:_LINKED]),
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


def credited(episode: Episode) -> tuple[str, ...]:
    """Return those who are named with an episode: everybody who speaks in it.

    Of a file that was added as a collection of quotes and lists no speakers, that is nobody: each quote names its own,
    and a thousand others have no part in it.
    """
    collected = episode.source is not None and episode.source.reader.startswith(_OF_COLLECTIONS)
    return () if collected and not episode.speakers else episode.voices


def passage_id(episode_id: str, kind: str, number: int) -> str:
    """Return the id of a passage; numbers count from 1 within a kind."""
    return f"{episode_id}#{kind}-{number}"


def assign(quotes: Sequence[Quote], ideas: Sequence[Idea], language: str = "") -> list[int | None]:
    """Return for each quote the index of the idea that it shares most with, None where it shares nothing.

    What they share is the sum over common stems of the weight in the idea times log(1 + ideas / ideas with the stem),
    divided by the square root of the idea's length, so that a long explanation does not gather every quote. Of equal
    ideas the first wins. A stem of more than `_FREQUENT` ideas tells none of them apart and is left out, so that the
    time grows with the length of the episode and not with its square.
    """
    profiles = [_profile(idea, language) for idea in ideas]
    having: dict[str, list[int]] = {}
    for index, profile in enumerate(profiles):
        for stem_ in profile:
            having.setdefault(stem_, []).append(index)
    rarity = {
        stem_: math.log(1 + len(ideas) / len(among)) for stem_, among in having.items() if len(among) <= _FREQUENT
    }
    lengths = [math.sqrt(sum(profile.values()) or 1) for profile in profiles]
    owners: list[int | None] = []
    for quote in quotes:
        shares: dict[int, float] = {}
        for stem_ in dict.fromkeys(_content(quote.text, language)):
            for index in having[stem_] if stem_ in rarity else ():
                shares[index] = shares.get(index, 0.0) + profiles[index][stem_] * rarity[stem_]
        owners.append(min(shares, key=lambda index: (-shares[index] / lengths[index], index), default=None))
    return owners


def _profile(idea: Idea, language: str) -> Counter[str]:
    profile = Counter(dict.fromkeys(_content(idea.text, language), 1))
    profile.update(dict.fromkeys(_content(idea.heading, language), _HEADING_WEIGHT))
    return profile


def _content(text: str, language: str) -> list[str]:
    return [stems[0] for word, stems in terms(text, language) if not is_stop_word(word, language)]

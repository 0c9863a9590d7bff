"""The records that pass between the rooms of searchkit: frozen, slotted, without input or output.

Collections are tuples and never None. Dates are ISO text of a day, month or year (`2023-06-19`, `2023-06`, `2023`),
which sort as they stand. Moments are seconds from the start of the recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from searchkit.records import dataclass, field

Kind = Literal["point", "idea", "quote", "segment"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Sort = Literal["relevance", "newest", "oldest", "speaker", "episode"]
SORTS: tuple[Sort, ...] = get_args(Sort)

Match = Literal["auto", "all", "any"]
MATCHES: tuple[Match, ...] = get_args(Match)

Verified = Literal["", "verbatim", "near", "elsewhere", "not found"]
VERDICTS: tuple[Verified, ...] = get_args(Verified)[1:]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of an episode's overview; `extra` as in `Episode`."""

    text: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Idea:
    """A claim and its explanation.

    Attributes:
        heading: the claim, one line.
        text: the explanation, "" if the page gave none.
        extra: as in `Episode`.
    """

    heading: str
    text: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody said.

    Attributes:
        text: the words, without quotation marks around them.
        speaker: who said them, as the source writes the name; "" if it does not say.
        at: seconds from the start of the recording, or None if unknown.
        extra: as in `Episode`.
        verified: what the transcript was found to say of it, as `searchkit.seals` keeps it; "" if nobody asked.
    """

    text: str
    speaker: str = ""
    at: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    verified: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A turn of a transcript, or a piece of one that ends with a sentence.

    Attributes:
        text: the words.
        speaker: who said them, as the transcript writes the name; "" if it does not say.
        start, end: seconds from the start of the recording, None if unknown.
    """

    text: str
    speaker: str = ""
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named part of the recording, from `at` (seconds) on."""

    at: float
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an episode came from.

    Attributes:
        file: name of the file that was read, "-" for standard input.
        reader: name of the reader that took it.
        added: ISO day on which it was added.
        digest: `corpus.digest` of the episode as it was read, to tell later whether somebody edited it since.
    """

    file: str = ""
    reader: str = ""
    added: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """One recording, as its corpus file holds it.

    Attributes:
        show: name of the podcast, channel or event.
        title: title of the episode.
        number: as the show writes it (`E1014`), "" if it does not.
        published: ISO day, month or year, "" if unknown.
        url: where it can be heard or seen, "" if unknown.
        language: of what is said, as the source has it (`de`, `pt-BR`, `German`), "" for English.
        speakers: everybody who speaks, in the order of the source.
        headline: what it is about, in one line.
        overview, ideas, quotes, chapters: what the episode holds, in the order of the source.
        transcript: what was said, in order; a turn that takes several sentences may be several segments.
        source: where it came from, None for a file written by hand.
        extra: keys of the corpus file that searchkit does not know, kept as they are: text, lists and mappings.
        id: `<show>/<episode>`, "" until it has a place in a corpus.
    """

    show: str
    title: str
    number: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    speakers: tuple[str, ...] = ()
    headline: str = ""
    overview: tuple[Point, ...] = ()
    ideas: tuple[Idea, ...] = ()
    quotes: tuple[Quote, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    transcript: tuple[Segment, ...] = ()
    source: Source | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who speaks: `speakers`, then those whom only a quote or the transcript names."""
        named = (*(quote.speaker for quote in self.quotes), *(segment.speaker for segment in self.transcript))
        return tuple(dict.fromkeys((*self.speakers, *filter(None, named))))


@dataclass(frozen=True, slots=True)
class EpisodeRef:
    """What a passage says about its episode; fields as in `Episode`.

    `language` is the code by which its words are stemmed: ISO 639-1, "" for English.
    """

    id: str
    show: str
    title: str
    number: str = ""
    published: str = ""
    url: str = ""
    headline: str = ""
    speakers: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What the index holds and a search finds: one point, idea, quote or segment.

    Attributes:
        id: `<episode id>#<kind>-<n>`, n from 1 within its kind.
        kind: which of the four it is.
        text: the words; for an idea its explanation.
        episode: the episode it stands in.
        speaker: who said it; "" for points, ideas and quotes without attribution.
        heading: an idea's heading, "" for others.
        at: seconds from the start of the recording, or None.
        idea: for a quote, the id of the idea that it belongs to, or "".
        quotes: for an idea, the ids of the quotes that belong to it.
        verified: for a quote, what its transcript says of it (docs/verify.md); "" if nobody asked, or not since the
            quote or the transcript was changed.
    """

    id: str
    kind: Kind
    text: str
    episode: EpisodeRef
    speaker: str = ""
    heading: str = ""
    at: float | None = None
    idea: str = ""
    quotes: tuple[str, ...] = ()
    verified: Verified = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the library; every part narrows what is found.

    Attributes:
        text: the query language (docs/query.md); "" matches every passage.
        kinds: kinds to look in; () for points, ideas and quotes.
        speaker: a name, part of one, or alias. With ideas or points alone: who speaks in their episode.
        show, episode: a name or id, or part of one.
        since, until: first and last day, month or year (`2023`, `2023-06`, `2023-06-19`), both included.
        sort: order of the hits.
        limit: how many hits at most; None for all.
        offset: how many hits to leave out first.
        context: how many neighbours of its kind to show on each side of a hit, and how many segments of the
            transcript around the moment of a quote.
        match: "all" wants every word, "any" takes passages with some of them; "auto" wants all of up to three words
            where a passage holds them all, and takes the best partial ones otherwise.
        strict: every word must be held, just as it is typed: `match` is "all", and no misspelt word is corrected.
        duplicates: make passages that say nearly the same hits of their own; otherwise the earliest stands for all.
        explain: give each hit's score in parts.
        facets: count speakers, shows and kinds over all hits.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    speaker: str = ""
    show: str = ""
    episode: str = ""
    since: str = ""
    until: str = ""
    sort: Sort = "relevance"
    limit: int | None = 10
    offset: int = 0
    context: int = 0
    match: Match = "auto"
    strict: bool = False
    duplicates: bool = False
    explain: bool = False
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a passage that matched: characters `start` to `end` (behind the last) of its text or heading."""

    start: int
    end: int
    field: Literal["text", "heading"] = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of a score: what earned it, and how much."""

    what: str
    value: float


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a hit.

    Attributes:
        idea: for a quote, the idea that it belongs to.
        quotes: for an idea, the quotes that belong to it.
        before, after: its neighbours of the same kind, in the order of the episode.
        turns: for a quote whose moment is known, the segments of the transcript around it, in their order.
    """

    idea: Passage | None = None
    quotes: tuple[Passage, ...] = ()
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    turns: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A passage that says nearly the same as a hit.

    Attributes:
        passage: what it is.
        exact: whether the words are the very same after folding.
        other_speaker: whether somebody else is said to have said it; False if one of the two names nobody.
    """

    passage: Passage
    exact: bool
    other_speaker: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found.

    Attributes:
        passage: what was found.
        score: the higher the better; comparable within one result set only. 0.0 unless sorted by relevance.
        highlights: what matched, in order, not overlapping.
        context: what stands around it.
        explanation: the score in parts that add up to it; () unless asked for.
        duplicates: passages that say nearly the same, the earliest first, those that the query does not find too; ()
            if each of them is to be a hit of its own.
    """

    passage: Passage
    score: float = 0.0
    highlights: tuple[Span, ...] = ()
    context: Context = Context()
    explanation: tuple[Part, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits, most frequent first, then by name: `(name, count)`."""

    speakers: tuple[tuple[str, int], ...] = ()
    shows: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: iterate it for the hits.

    Attributes:
        query: the question.
        total: how many passages match, whatever the limit, each duplicate counted.
        hits: those asked for, in order.
        engine: name of the engine that answered.
        dropped: words of the query that no passage holds together with the others; the hits hold some of the rest.
        corrected: for each word that the index does not know, the one that was searched for in its place.
        suggestions: for each word that it does not know and that was not corrected, known ones that look like it.
        limited: for each pattern that stands for too many words, how many; the most frequent were searched for.
        facets: counts over all hits, if asked for.
        stale: True if the corpus has changed since the index was built.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    engine: str
    dropped: tuple[str, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limited: Mapping[str, int] = field(default_factory=dict)
    facets: Facets = Facets()
    stale: bool = False

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

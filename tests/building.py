"""Episodes for tests, made of few words; everything in them is invented."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from searchkit import Episode, Idea, Point, Quote

# Few enough words that queries find something; with inflections, stop words, accents, and what is hard to cut.
VOCABULARY = (
    *("walk", "walks", "walking", "walked", "map", "maps", "mapping", "river", "rivers", "bridge", "stone", "stones"),
    *("quiet", "quietly", "kite", "kit", "kits", "wall", "walls", "the", "of", "and", "not", "to", "café", "naïve"),
    *("Zoë’s", "don't", "well-known", "AT&T", "C++", "40,000", "U.S.", "地図", "карта", "l’idée", "Ada", "mending"),
)
SPEAKERS = ("Ada Lind", "Bo Stone", "Zoë van der Meer", "ada lind", "鳥羽 志津")
SHOWS = ("The Workbench", "Far Walks", "FAR WALKS")
DATES = ("", "2019", "2020-06", "2020-06-19", "2021-01-01", "2023-12-31")


def episode(name: str, **fields: object) -> Episode:
    """Return an episode with an id made of `name`, which is its title too unless one is given."""
    show = str(fields.pop("show", "The Workbench"))
    title = str(fields.pop("title", name))
    return Episode(show=show, title=title, id=f"show/{name}", **fields)  # type: ignore[arg-type]


def quotes(*texts: str, speaker: str = "") -> tuple[Quote, ...]:
    """Return a quote for each text."""
    return tuple(Quote(text, speaker) for text in texts)


def drawn(chance: random.Random, name: str) -> Episode:
    """Return an episode drawn from the vocabulary."""

    def text(least: int, most: int) -> str:
        # The first words of the list are the frequent ones, as in a language.
        weights = [1 / (rank + 2) for rank in range(len(VOCABULARY))]
        return " ".join(chance.choices(VOCABULARY, weights, k=chance.randint(least, most)))

    who = chance.sample(SPEAKERS, 2)
    return episode(
        name,
        show=chance.choice(SHOWS),
        title=text(1, 4),
        number=chance.choice(("", "7", "E12")),
        published=chance.choice(DATES),
        speakers=tuple(who[:1]),
        overview=tuple(Point(text(1, 8)) for _ in range(chance.randint(0, 2))),
        ideas=tuple(Idea(text(1, 5), chance.choice(("", text(1, 20)))) for _ in range(chance.randint(0, 3))),
        quotes=tuple(Quote(text(1, 25), chance.choice((*who, ""))) for _ in range(chance.randint(0, 4))),
    )


def many(seed: int, count: int) -> list[Episode]:
    """Return as many drawn episodes, the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 -- the same every time is what is wanted
    return [drawn(chance, f"e{number}") for number in range(count)]


# Any text at all: lone surrogates, controls and marks of direction are as frequent in it as letters.
any_text = st.text(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.characters(categories=("Cs",)),
        st.sampled_from("ab \n\t\r\x00\x1b\x85\u00a0\u00ad\u200d\u202e\u2028\ufeff\u0301'\"’“-–*?~:()[]"),
    )
)


def phrases_from(words: Sequence[str] = VOCABULARY, most: int = 12) -> st.SearchStrategy[str]:
    """Return a strategy of texts made of some words."""
    return st.lists(st.sampled_from(words), min_size=1, max_size=most).map(" ".join)


def by_id(episodes: Iterable[Episode]) -> dict[str, Episode]:
    """Return episodes by their id."""
    return {one.id: one for one in episodes}

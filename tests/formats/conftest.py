"""Results built by hand for the tests of formats; every name and sentence in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from searchkit.model import Context, Duplicate, EpisodeRef, Facets, Hit, Part, Passage, Query, Results, Span

EPISODE = EpisodeRef(
    id="the-workbench/mending-is-thinking",
    show="The Workbench",
    title="Mending is thinking",
    number="E12",
    published="2023-06-19",
    url="https://workbench.example/episodes/12",
    headline="Why repair teaches more than design",
    speakers=("Ada Lind", "Anneke van der Meer"),
)
IDEA = Passage(
    id=f"{EPISODE.id}#idea-1",
    kind="idea",
    text="Whoever mends a thing learns why it broke.\nNobody learns that from a drawing.",
    episode=EPISODE,
    heading="Repair is research",
    quotes=(f"{EPISODE.id}#quote-3",),
)
QUOTE = Passage(
    id=f"{EPISODE.id}#quote-3",
    kind="quote",
    text="A broken chair tells you everything about the man who built it.",
    episode=EPISODE,
    speaker="Anneke van der Meer",
    at=751.0,
    idea=IDEA.id,
)
POINT = Passage(id=f"{EPISODE.id}#point-2", kind="point", text="Glue is a form of patience.", episode=EPISODE)
SEGMENT = Passage(
    id=f"{EPISODE.id}#segment-40",
    kind="segment",
    text="So what did you do then?",
    episode=EPISODE,
    speaker="Ada Lind",
    at=3723.25,
)

AGAIN = replace(
    QUOTE,
    id="elsewhere/again#quote-1",
    text="A broken chair tells you everything about who built it.",
    speaker="Bo Fjord",
    episode=replace(EPISODE, id="elsewhere/again", show="Elsewhere", published="2024"),
)

# What a text from the corpus may try: markup, formulas, escape sequences, tags of other formats, odd characters.
HOSTILE = (
    *("[laughter] [/applause]", ":smile:", "<script>alert(1)</script>", "](javascript:alert(1))", "=cmd|' /C calc'!A0"),
    *("+1", "-1", "@SUM(A1)", "\t=1", "  =1", "'=1", "''=1", "＝1+1", "\r=1", "\n=1"),
    *("\x1b[31mred\x1b[0m", "\x9b31m", "a\u202eb", "nul\x00", "lone \ud83d surrogate", "\ufeffbom", "a\u2028b\u0085c"),
    *("{\\", "{\\rtf1", "}", "{{}", "\\", "$x^2_1$ & 50% ~ #1", "@misc{x, title = {y}}", "``ticks'' -- and --- ,,"),
    *(
        "ER  - ",
        "x\nER  - \nTY  - BOOK",
        "TI  - y",
        "a\tb",
        "a\nb\n\nc",
        "`code` ```",
        "# heading",
        "1. one",
        "12) two",
    ),
    *(
        "- a\n- b",
        "> quoted",
        "| a | b |\n|---|---|",
        "***",
        "===",
        "~~gone~~ ==lit== %%hid%%",
        "https://example.org www.a.b",
    ),
    *("&lt;b&gt; &copy; &#60;", "<!-- x", "![x](http://a.b/c.png)", "[a]: http://b.c 'd'", "a  \nb\\\nc", "    code"),
    *(
        "[sound:x.mp3] {{c1::x}} \\(y\\) \\[z\\] [$]q[/$]",
        "#tag",
        '"quoted", and "more"',
        "no",
        "1:30:00",
        "2023-01-01",
        "~",
    ),
    *(
        "null",
        "!!python/object:x",
        "*alias &anchor",
        "{:type:book}",
        "title: other",
        "🙂 \u200b ｆｕｌｌ é e\u0301",
        " ",
        "",
    ),
    "long " * 2000,
)


def hit(passage: Passage = QUOTE, **fields: object) -> Hit:
    """Return a hit for a passage."""
    return replace(Hit(passage, score=12.5), **fields)


def results(*hits: Hit | Passage, **fields: object) -> Results:
    """Return results that hold the hits, or a hit for each passage."""
    made = tuple(one if isinstance(one, Hit) else hit(one) for one in hits)
    plain = Results(query=Query(text="broken chair"), total=len(made), hits=made, engine="whoosh")
    return replace(plain, **fields)


def everywhere(text: str) -> Results:
    """Return results with `text` in every field that the corpus fills."""
    episode = replace(EPISODE, show=text, title=text, number=text, published=text, url=text, headline=text)
    idea = replace(IDEA, text=text, heading=text, episode=episode)
    quote = replace(QUOTE, text=text, speaker=text, episode=episode)
    context = Context(idea=idea, quotes=(quote,), before=(quote,), after=(idea,))
    spans = (Span(0, 1), Span(0, 1, "heading"))
    parts = (Part(text, 1.5),)
    return results(
        hit(
            quote,
            highlights=spans,
            context=context,
            explanation=parts,
            duplicates=(Duplicate(quote, exact=True, other_speaker=True),),
        ),
        hit(idea, highlights=spans, context=context),
        hit(replace(POINT, text=text, episode=episode)),
        query=Query(text=text, speaker=text),
        dropped=(text,),
        corrected={text: text},
        suggestions={text: (text,)},
        facets=Facets(speakers=((text, 1),)),
    )


@pytest.fixture
def full() -> Results:
    """Results with a hit of every kind and everything that a hit can have."""
    context = Context(idea=IDEA, before=(POINT,), after=(SEGMENT,))
    return results(
        hit(
            QUOTE,
            highlights=(Span(2, 14), Span(0, 6, "heading")),
            context=context,
            explanation=(Part("words", 10.0), Part("order", 2.5)),
            duplicates=(Duplicate(AGAIN, exact=False, other_speaker=True),),
        ),
        hit(IDEA, score=-0.5, context=Context(quotes=(QUOTE,)), highlights=(Span(0, 6, "heading"),)),
        POINT,
        SEGMENT,
        query=Query(text="broken chair", kinds=("quote", "idea"), speaker="meer", explain=True, facets=True, offset=2),
        total=27,
        dropped=("table",),
        corrected={"brokn": "broken"},
        suggestions={"chiar": ("chair", "choir")},
        facets=Facets(speakers=(("Ada Lind", 3),), shows=(("The Workbench", 3),), kinds=(("quote", 2), ("idea", 1))),
        stale=True,
    )


@pytest.fixture
def make() -> Callable[..., Results]:
    """`results`, for tests that build their own."""
    return results

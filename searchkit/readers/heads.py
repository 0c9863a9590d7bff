"""The table of section heads: how people and programs head the parts of a page, and what stands under each.

A new wording is a new line of a list here, folded (lower case, no accents), without apostrophes and colon.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

SectionKind = Literal[
    "about",
    "overview",
    "summary",
    "takeaways",
    "ideas",
    "quotes",
    "headline",
    "more",
    "chapters",
    "notes",
    "transcript",
]

_WORDINGS: Mapping[SectionKind, str] = {
    # the headline, then points
    "about": """
        whats it really about
        what its really about
        what it is really about
    """,
    # points
    "overview": """
        at a glance
        overview
        episode overview
        main points
        in this episode
        what you will learn
        what youll learn
    """,
    # paragraphs, the first sentence of which is the headline
    "summary": """
        summary
        episode summary
        executive summary
        short summary
        tl;dr
        tldr
        abstract
        synopsis
    """,
    # points; those with a bold heading are ideas
    "takeaways": """
        key points
        takeaways
        key takeaways
        main takeaways
        top takeaways
        big takeaways
        lessons
        lessons learned
        key lessons
        key learnings
        learnings
        main lessons
    """,
    "ideas": """
        ideas worth remembering
        ideas
        key ideas
        main ideas
        big ideas
        core ideas
        central ideas
        important ideas
        insights
        key insights
        main insights
        big insights
        concepts
        key concepts
        core concepts
        key arguments
        main arguments
    """,
    "quotes": """
        words worth saving
        quotes
        quotations
        key quotes
        notable quotes
        memorable quotes
        best quotes
        top quotes
        favorite quotes
        favourite quotes
        standout quotes
        great quotes
        powerful quotes
        important quotes
        interesting quotes
        selected quotes
        surprising quotes
        quotable
        quotable moments
        quotes from the episode
        quotes worth saving
        pull quotes
        in their own words
        highlights
    """,
    "headline": """
        headline
        one-sentence takeaway
        one-sentence summary
        one sentence summary
        in one sentence
        in a nutshell
    """,
    # points that keep the head beside them
    "more": """
        facts
        key facts
        surprising facts
        habits
        recommendations
        advice
        actionable advice
        action items
        next steps
        tips
        practical tips
        conclusion
        conclusions
        open questions
        questions answered in this episode
    """,
    "chapters": """
        chapters
        timestamps
        time stamps
        timeline
        timecodes
        key moments
        episode breakdown
        outline
        episode outline
    """,
    # kept beside the episode as they stand, not searched
    "notes": """
        mentions
        mentioned
        mentioned in this episode
        references
        resources
        resources mentioned
        links
        important links
        useful links
        show notes
        further reading
        reading list
        connections
        books mentioned
        books
        people mentioned
        companies mentioned
        tools mentioned
        related episodes
        related
        comments
        topics
        topics covered
        tags
        target audience
        sponsors
        about the guest
        about the speaker
        about the host
    """,
    "transcript": """
        transcript
        full transcript
        episode transcript
        interview transcript
    """,
}

HEADS: Mapping[str, SectionKind] = MappingProxyType(
    {wording.strip(): kind for kind, listed in _WORDINGS.items() for wording in listed.split("\n") if wording.strip()}
)

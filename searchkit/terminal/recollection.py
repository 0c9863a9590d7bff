"""What a terminal shows of who said half-remembered lines: for each line the passages that are like it.

As in `views`, every text of the corpus is a Rich `Text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from searchkit.formats.parts import clean, date_words, moment_url, short_clock
from searchkit.formats.recollection import NOTHING
from searchkit.terminal.verification import diff_text
from searchkit.terminal.views import BADGES, FAINT, LABEL, STRONG
from searchkit.whosaid import Remembered, WhoSaid


def lines(answers: Sequence[WhoSaid]) -> Iterable[RenderableType]:
    """Yield the answers, each below the line that was asked for if there are several."""
    for number, answer in enumerate(answers):
        if len(answers) > 1:
            yield Text("\n" * bool(number) + clean(answer.text), LABEL)
        if not answer.found:
            yield Text(NOTHING)
        for place, one in enumerate(answer.found):
            yield Padding(_shown(one), (1 if place else 0, 0, 0, 0))


def _shown(one: Remembered) -> RenderableType:
    passage, episode = one.passage, one.passage.episode
    who = Text("— ").append(clean(passage.speaker) or "nobody named", STRONG)
    badge = f"{BADGES[passage.verified]} {passage.verified}" if passage.verified else ""
    moment = "" if passage.at is None else short_clock(passage.at)
    title = Text(clean(episode.title), Style(link=moment_url(episode.url, passage.at) or None))
    show = " ".join(filter(None, (clean(episode.show), clean(episode.number))))
    when = date_words(episode.published) or clean(episode.published)
    parts = [Text(show), title, Text(when), Text(moment), Text(f"likeness {one.likeness:.2f}"), Text(badge)]
    ids = " ".join(clean(other) for other in (passage.id, *one.also))
    return Group(
        Text("“").append_text(diff_text(one.diff)).append("”"),
        who,
        Text(" · ").join(part for part in parts if part),
        Text(ids, FAINT),
    )

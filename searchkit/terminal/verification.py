"""What a terminal shows of quotes that were checked against their transcripts: a table an episode.

As in `views`, every text of the corpus is a Rich `Text`.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from searchkit.formats.parts import clean, moment_url, short_clock
from searchkit.formats.verification import OUTSIDE, differs
from searchkit.terminal.views import BADGES, FAINT, LABEL, STRONG
from searchkit.verify import CheckedEpisode, CheckedQuote, Verification
from searchkit.wording import Change

_GONE, _SAID = Style(color="red", strike=True), Style(color="green", underline=True)


def tables(verification: Verification) -> Iterable[RenderableType]:
    """Yield a table for each episode that has quotes and a transcript."""
    for number, episode in enumerate(one for one in verification.episodes if one.quotes):
        if number:
            yield Text()
        yield Text.assemble((clean(episode.title), STRONG), f" · {clean(episode.show)}\n", (clean(episode.id), FAINT))
        yield _table(episode)


def _table(episode: CheckedEpisode) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=LABEL)
    for name in ("", "verdict", "sure", "moment"):
        table.add_column(name, justify="left" if name == "verdict" else "right", no_wrap=True, vertical="top")
    table.add_column("words", overflow="fold")
    for checked in episode.quotes:
        verdict = checked.verdict
        moment = Text("" if verdict.at is None else short_clock(verdict.at))
        if link := moment_url(episode.url, verdict.at):
            moment.stylize(Style(link=link))
        table.add_row(
            Text(checked.id.rpartition("-")[2], FAINT),
            Text(f"{BADGES[verdict.name]} {verdict.name}"),
            Text(f"{verdict.sure:.2f}"),
            moment,
            _words(checked),
        )
    return table


def _words(checked: CheckedQuote) -> Text:
    verdict = checked.verdict
    shows_diff = verdict.name in ("near", "elsewhere") and differs(checked)
    text = Text("“").append_text(diff_text(verdict.diff) if shows_diff else Text(clean(checked.quote.text))).append("”")
    if checked.quote.speaker:
        text.append(f" — {clean(checked.quote.speaker)}", FAINT)
    if verdict.name == "elsewhere":
        text.append("\nsaid by ").append(clean(verdict.speaker), STRONG)
    if checked.outside:
        text.append(f"\n{OUTSIDE}", FAINT)
    return text


def diff_text(diff: Iterable[Change]) -> Text:
    """Return a word diff with the marks of GNU wdiff, in colour too."""
    pieces: list[Text] = []
    for change in diff:
        if change.op == "equal":
            pieces.append(Text(clean(change.said)))
            continue
        if change.given:
            pieces.append(Text(f"[-{clean(change.given)}-]", _GONE))
        if change.said:
            pieces.append(Text(f"{{+{clean(change.said)}+}}", _SAID))
    return Text(" ").join(pieces)

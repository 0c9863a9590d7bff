"""The commands that relate passages to others: similar, compare, trends."""

from __future__ import annotations

import inspect
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, cast

from typer import Argument, Exit, Option

from searchkit.cli.finding import number, print_hits, tell_corrected, tell_limited
from searchkit.cli.gather import gathered
from searchkit.cli.options import (
    Narrowing,
    Output,
    Paging,
    Strict,
    Words,
    choice,
    complete_id,
    complete_speaker,
    narrowing,
    output,
    paging,
)
from searchkit.cli.session import Session, session
from searchkit.errors import ExitCode, UsageError
from searchkit.model import MATCHES, Match

if TYPE_CHECKING:
    from searchkit.comparing import Comparison
    from searchkit.trends import By, Per, Trends

_BYS, _PERS = ("auto", "month", "year"), ("speaker", "show", "kind")
_CHARTS = ("plain", "json", "csv", "tsv", "yaml", "svg")
_OF_EACH = 5  # hits of each speaker that a comparison shows
_STALE = "the corpus has changed since it was indexed: “searchkit index” brings the index in step"

Matching = Annotated[
    str,
    Option("--match", metavar="HOW", help="all words, or any of them.", autocompletion=lambda: MATCHES[1:]),
]


def _without_speaker(**given: Any) -> Narrowing:
    return narrowing(speaker="", **given)


_own = inspect.signature(narrowing, eval_str=True)
_without_speaker.__signature__ = _own.replace(  # type: ignore[attr-defined]
    parameters=[parameter for name, parameter in _own.parameters.items() if name != "speaker"]
)


@gathered(narrowed=narrowing, page=paging, form=output, session=session)
def similar(
    id_: Annotated[str, Argument(metavar="ID", help="Of a passage.", autocompletion=complete_id)],
    *,
    elsewhere: Annotated[bool, Option("--elsewhere", help="Leave out the episode of the passage.")] = False,
    narrowed: Narrowing,
    page: Paging,
    form: Output,
    session: Session,
) -> None:
    """Find passages that are about the same as one.

    Its most telling words are searched for; what only repeats it is left out.

    \b
    Examples:
      searchkit similar the-map-is-late#quote-2
      searchkit similar half-remembered#quote-3 --elsewhere --kind quote
      searchkit similar S1E4#idea-1 --limit 3 --json
    """
    name = session.format(form.format, as_json=form.json)
    episode, mark, rest = id_.strip().partition("#")
    library = session.library
    whole = library.episode(episode)
    if not mark:
        raise UsageError(f"{id_} is an episode; others are similar to a passage", f"name one, such as {id_}#quote-1")
    results = library.similar(
        f"{whole.entry.id}#{rest}",
        elsewhere=elsewhere,
        **asdict(narrowed),
        limit=None if page.everything else number(session, "limit", page.limit, default=10, least=1),
        offset=page.offset,
        context=number(session, "context", page.context),
    )
    if not results.query.text:
        session.terminal.note("no other passage holds a telling word of it")
    elif not results.hits:
        session.terminal.note("nothing found" if not results.total else f"there are only {results.total:,} hits")
    else:
        first, last = page.offset + 1, page.offset + len(results)
        session.terminal.note(f"{first:,} to {last:,} of {results.total:,} that share words with it")
    _end(session, found=bool(results.hits), stale=results.stale, show=lambda: print_hits(session, results, name))


@gathered(narrowed=_without_speaker, form=output, session=session)
def compare(
    speaker: Annotated[str, Argument(metavar="SPEAKER", help="Whom to compare.", autocompletion=complete_speaker)],
    other: Annotated[str, Argument(metavar="SPEAKER", help="With whom.", autocompletion=complete_speaker)],
    words: Words = None,
    *,
    others: Annotated[
        list[str] | None,
        Option(
            "--and", metavar="SPEAKER", help="And with whom else; may be given again.", autocompletion=complete_speaker
        ),
    ] = None,
    limit: Annotated[int | None, Option("--limit", "-n", metavar="N", help="How many of each; 5 unless given.")] = None,
    everything: Annotated[bool, Option("--all", help="Every one.")] = False,
    match: Annotated[
        str,
        Option(
            metavar="HOW",
            help="all words, any of them, or auto: all where somebody said all.",
            autocompletion=lambda: MATCHES,
        ),
    ] = "auto",
    strict: Strict = False,
    narrowed: Narrowing,
    form: Output,
    session: Session,
) -> None:
    """Put side by side what speakers said of a subject.

    The best quotes of each are shown in the order of their dates, without a subject the newest; how many there are is
    counted for all.

    \b
    Examples:
      searchkit compare "rui falcoeiro" jorinde say
      searchkit compare "rui falcoeiro" marit --and jorinde the --limit 2
      searchkit compare benedita marit book --json
    """
    name = session.format(form.format, as_json=form.json)
    if everything and limit is not None:
        raise UsageError("--all and --limit exclude each other", "give one of them")
    most = None if everything else _OF_EACH if limit is None else limit
    options = asdict(narrowed) | {"limit": most, "match": choice("match", match, MATCHES), "strict": strict}
    del options["speaker"]
    found = session.library.compare((speaker, other, *(others or ())), " ".join(words or ()), **options)
    _tell_unknown(session, found)
    if found.partial:
        session.terminal.note("none of them said all of the words; quotes with any of them are counted")
    silent = [voice.name for voice in found if not voice.hits]
    if len(silent) == len(found.voices):
        heard = not found.query.text or "segment" in found.query.kinds
        session.terminal.note(
            "nothing found" if heard else "nothing found; transcripts were left out (--all-kinds looks in them too)"
        )
    elif silent:
        session.terminal.note(f"nothing is found of {' or '.join(silent)}")
    _end(session, found=bool(found.hits), stale=found.stale, show=lambda: _show_comparison(session, found, name))


def _show_comparison(session: Session, found: Comparison, name: str) -> None:
    if name:
        from searchkit.formats import comparison  # noqa: PLC0415 -- start-up time

        comparison.write(found, name, session.terminal.out)
    elif found.hits:
        from searchkit.terminal.comparison import WIDEST, SideBySide  # noqa: PLC0415 -- start-up time

        session.terminal.draw(SideBySide(found), most=WIDEST)


def _chart_output(
    *,
    format_: Annotated[
        str,
        Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Print as plain, json, csv, tsv, yaml or svg.",
            autocompletion=lambda: _CHARTS,
        ),
    ] = "",
    json: Annotated[bool, Option("--json", help="The same as --format json.")] = False,
) -> Output:
    """Return the form of the output."""
    return output(format_=format_, json=json)


@gathered(narrowed=narrowing, form=_chart_output, session=session)
def trends(
    words: Words = None,
    *,
    by: Annotated[
        str, Option(metavar="PERIOD", help="month, year, or auto: what fits.", autocompletion=lambda: _BYS)
    ] = "auto",
    per: Annotated[
        str, Option(metavar="WHAT", help="Count apart by speaker, show or kind.", autocompletion=lambda: _PERS)
    ] = "",
    top: Annotated[int, Option(metavar="N", help="How many of them to tell apart.")] = 5,
    share: Annotated[bool, Option("--share", help="Draw the share of all passages, not their number.")] = False,
    match: Matching = "all",
    strict: Strict = False,
    narrowed: Narrowing,
    form: Output,
    session: Session,
) -> None:
    """Show how often something was said by month or year.

    Each count stands beside the number of all passages of that time, since a corpus that grows makes every count grow.
    The counts per speaker are those of quotes, unless --kind says otherwise.

    \b
    Examples:
      searchkit trends bridge
      searchkit trends index OR catalogue --per show --share
      searchkit trends the --by month --since 2021 --until 2021-12 --format csv
      searchkit trends book --per speaker --top 3 --format svg
    """
    name = _chart_format(session, form)
    if per:
        choice("per", per, _PERS)
    options = asdict(narrowed) | {"match": cast("Match", choice("match", match, MATCHES)), "strict": strict}
    found = session.library.trends(
        " ".join(words or ()), by=cast("By", choice("by", by, _BYS)), per=cast("Per", per), top=top, **options
    )
    _tell_unknown(session, found)
    _tell_counted(session, found)
    _end(
        session,
        found=bool(found.total),
        stale=found.stale,
        show=lambda: _show_trends(session, found, name, by_share=share),
    )


def _chart_format(session: Session, form: Output) -> str:
    if form.format and form.format not in _CHARTS:
        from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

        close = nearest(form.format, _CHARTS, limit=1)
        guess = f"did you mean {close[0]}? " if close else ""
        raise UsageError(f"counts cannot be printed as {form.format}", f"{guess}give one of {', '.join(_CHARTS)}")
    if form.format == "svg":
        if form.json:
            raise UsageError("--json and --format svg exclude each other", "give one of them")
        return "svg"
    name = session.format(form.format, as_json=form.json)
    return name if name in ("", *_CHARTS) else "plain"  # the format that the settings name is one for results


def _tell_counted(session: Session, found: Trends) -> None:
    terminal = session.terminal
    if not found.total:
        one = len(found.query.text.split()) < 2 or found.query.match == "any"  # noqa: PLR2004 -- of several words
        terminal.note("nothing found" + ("" if one or found.suggestions else "; --match any counts any of the words"))
        return
    if found.whole.total:
        span = f"from {found.periods[0]} to {found.periods[-1]}"
        terminal.note(f"{found.whole.total:,} of {sum(found.whole.of):,} passages, {span}")
    if found.others is not None:
        terminal.note(f"{found.others.total:,} of other {found.per}s are not drawn; --top shows more of them")
    if found.undated:
        terminal.note(f"{found.undated:,} more without a {found.by} in their date are not shown")


def _show_trends(session: Session, found: Trends, name: str, *, by_share: bool) -> None:
    if name:
        from searchkit.formats import periods  # noqa: PLC0415 -- start-up time

        periods.write(found, name, session.terminal.out, by_share=by_share)
    elif found.whole.total:
        from searchkit.terminal.periods import Chart  # noqa: PLC0415 -- start-up time

        session.terminal.draw(Chart(found, by_share=by_share))


def _tell_unknown(session: Session, found: Comparison | Trends) -> None:
    tell_corrected(session, found.corrected)
    tell_limited(session, found.limited)
    for word, known in found.suggestions.items():
        guess = f"; did you mean {' or '.join(known)}?" if known else ""
        session.terminal.note(f"no passage holds “{word}”{guess}")


def _end(session: Session, *, found: bool, stale: bool, show: Any) -> None:
    """Tell whether the index is behind, print, and end in 1 if nothing was found."""
    if stale:
        session.terminal.note(_STALE)
    show()
    if not found:
        raise Exit(ExitCode.NOTHING_FOUND)

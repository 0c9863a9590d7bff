"""The options that several commands share, each group made into one object; see `gather`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, cast

from typer import Argument, Option

from searchkit.errors import SearchkitError, UsageError
from searchkit.model import KINDS, MATCHES, SORTS, Kind, Match, Query, Sort


def _complete(list_names: Callable[[Any, str], Iterable[str]]) -> Callable[[str], list[str]]:
    """Return a function that completes names of the library; without a usable index it completes nothing."""

    def complete(incomplete: str) -> list[str]:
        from searchkit.cli.session import Session  # noqa: PLC0415 -- start-up time
        from searchkit.settings import Settings  # noqa: PLC0415
        from searchkit.text import fold  # noqa: PLC0415

        with suppress(SearchkitError):
            names = list_names(Session(Settings()).library, incomplete)
            return [name for name in names if fold(incomplete) in fold(name)]
        return []

    return complete


complete_speaker = _complete(lambda library, _: [name.name for name in library.speakers()])
complete_show = _complete(lambda library, _: [name.name for name in library.shows()])
complete_episode = _complete(lambda library, _: [entry.id for entry in library.episodes()])
complete_id = _complete(
    lambda library, text: (
        [passage.id for passage in library.episode(text.partition("#")[0]).passages]
        if "#" in text
        else [entry.id for entry in library.episodes()]
    )
)


def _complete_format(incomplete: str) -> list[str]:
    from searchkit.formats import FORMATS  # noqa: PLC0415 -- start-up time

    return [name for name in FORMATS if name.startswith(incomplete)]


Words = Annotated[
    list[str] | None,
    Argument(metavar="[QUERY]...", help="What to find; see “searchkit help query”.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows a search; "" and () where nothing was asked for."""

    speaker: str
    show: str
    episode: str
    kinds: tuple[Kind, ...]
    since: str
    until: str


def narrowing(
    *,
    speaker: Annotated[
        str, Option("--speaker", "-s", metavar="NAME", help="Who said it.", autocompletion=complete_speaker)
    ] = "",
    show: Annotated[str, Option(metavar="NAME", help="In which show.", autocompletion=complete_show)] = "",
    episode: Annotated[
        str, Option("--episode", "-e", metavar="ID", help="In which episode.", autocompletion=complete_episode)
    ] = "",
    kind: Annotated[
        list[str] | None,
        Option("--kind", "-k", metavar="KIND", help="point, idea, quote or segment; may be given again."),
    ] = None,
    since: Annotated[str, Option(metavar="DATE", help="From this year, month or day on.")] = "",
    until: Annotated[str, Option(metavar="DATE", help="Up to and with this year, month or day.")] = "",
) -> Narrowing:
    """Return what narrows a search."""
    kinds = tuple(dict.fromkeys(_choice("kind", name.removesuffix("s"), KINDS) for name in kind or ()))
    return Narrowing(speaker, show, episode, cast("tuple[Kind, ...]", kinds), since, until)


@dataclass(frozen=True, slots=True)
class Ordering:
    """In which order hits come, and how they are matched."""

    sort: Sort
    match: Match
    explain: bool


def ordering(
    *,
    sort: Annotated[str, Option(metavar="ORDER", help="relevance, newest, oldest, speaker or episode.")] = "relevance",
    match: Annotated[
        str, Option(metavar="HOW", help="all words, any of them, or auto: all of a few, most of many.")
    ] = "auto",
    explain: Annotated[bool, Option("--explain", help="Say why each hit is there, in numbers.")] = False,
) -> Ordering:
    """Return the order of the hits."""
    return Ordering(
        cast("Sort", _choice("sort", sort, SORTS)), cast("Match", _choice("match", match, MATCHES)), explain
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """Which of the hits are shown; None for a limit or context that was not asked for."""

    limit: int | None
    everything: bool
    offset: int
    context: int | None


def paging(
    *,
    limit: Annotated[
        int | None, Option("--limit", "-n", metavar="N", help="How many hits; 10 unless set otherwise.")
    ] = None,
    everything: Annotated[bool, Option("--all", help="Every hit.")] = False,
    offset: Annotated[int, Option(metavar="N", help="Leave out the first N hits.")] = 0,
    context: Annotated[
        int | None, Option("--context", "-C", metavar="N", help="Show N neighbours on each side.")
    ] = None,
) -> Paging:
    """Return which hits are shown."""
    if everything and limit is not None:
        raise UsageError("--all and --limit exclude each other", "give one of them")
    return Paging(limit, everything, offset, context)


@dataclass(frozen=True, slots=True)
class Output:
    """In which form results are printed."""

    format: str
    json: bool


def output(
    *,
    format_: Annotated[
        str,
        Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Print as this format; see “searchkit help formats”.",
            autocompletion=_complete_format,
        ),
    ] = "",
    json: Annotated[bool, Option("--json", help="The same as --format json.")] = False,
) -> Output:
    """Return the form of the output."""
    return Output(format_, json)


def make_query(words: list[str] | None, narrowed: Narrowing, ordered: Ordering | None = None, **other: Any) -> Query:
    """Return the query that some options ask for."""
    return Query(
        text=" ".join(words or ()),
        kinds=narrowed.kinds,
        speaker=narrowed.speaker,
        show=narrowed.show,
        episode=narrowed.episode,
        since=narrowed.since,
        until=narrowed.until,
        sort=ordered.sort if ordered else "relevance",
        match=ordered.match if ordered else "auto",
        explain=ordered.explain if ordered else False,
        **other,
    )


def _choice(option: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

        close = nearest(value, choices, limit=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise UsageError(f"--{option} cannot be “{value}”", f"{hint}it is one of {', '.join(choices)}")
    return value

"""The options that several commands share, each group made into one object; see `gather`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, cast

from typer import Argument, Context, Option

from searchkit.errors import SearchkitError, UsageError
from searchkit.model import KINDS, MATCHES, SORTS, Kind, Match, Query, Sort
from searchkit.records import dataclass
from searchkit.text import fold

if TYPE_CHECKING:
    from searchkit.library import Library
    from searchkit.names import Name


class _Offered(str):
    """A completion that Typer is to offer although it does not begin with what was typed."""

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        return True


def _complete(list_names: Callable[[Library, str], Iterable[str]]) -> Callable[[Context, str], list[str]]:
    """Return a function that completes names of the library by any part of them; nothing without a usable index."""

    def complete(context: Context, incomplete: str) -> list[str]:
        from searchkit.cli.session import Session  # noqa: PLC0415 -- start-up time
        from searchkit.settings import Settings  # noqa: PLC0415

        places = {name: context.params.get(name) or "" for name in ("corpus", "index")}
        with suppress(SearchkitError, OSError), Session(Settings(places)) as session:
            return [_Offered(_for_shell(name)) for name in list_names(session.library, incomplete)]
        return []

    return complete


def _for_shell(name: str) -> str:
    """Return a completion as the shell wants it: bash inserts it as it is, blanks and all."""
    bash = os.environ.get("_SEARCHKIT_COMPLETE", "").endswith("bash")
    return re.sub(r"([^\w/#.:@%+=,-])", r"\\\1", name) if bash else name


def _names(names: Iterable[Name], part: str) -> list[str]:
    """Return the names in which a word of some spelling begins so."""
    wanted = " " + fold(part)
    return [name.name for name in names if any(wanted in f" {fold(spelling)}" for spelling in name.spellings)]


def _episodes(library: Library, part: str) -> list[str]:
    return [entry.id for entry in library.episodes(part)]


def _ids(library: Library, part: str) -> list[str]:
    episode, mark, rest = part.partition("#")
    if not mark:
        return _episodes(library, part)
    ids = [passage.id for passage in library.episode(episode).passages]
    return [passage_id for passage_id in ids if passage_id.partition("#")[2].startswith(rest)]


complete_speaker = _complete(lambda library, part: _names(library.speakers(), part))
complete_show = _complete(lambda library, part: _names(library.shows(), part))
complete_episode = _complete(_episodes)
complete_id = _complete(_ids)


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
        Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="point, idea, quote or segment; may be given again.",
            autocompletion=lambda: KINDS,
        ),
    ] = None,
    all_kinds: Annotated[
        bool, Option("--all-kinds", help="Segments of transcripts too, which are left out otherwise.")
    ] = False,
    since: Annotated[str, Option(metavar="DATE", help="From this year, month or day on.")] = "",
    until: Annotated[str, Option(metavar="DATE", help="Up to and with this year, month or day.")] = "",
) -> Narrowing:
    """Return what narrows a search."""
    if all_kinds and kind:
        raise UsageError("--all-kinds and --kind exclude each other", "give one of them")
    named = (
        KINDS
        if all_kinds
        else [name.removesuffix("s") if name.removesuffix("s") in KINDS else name for name in kind or ()]
    )
    kinds = tuple(dict.fromkeys(choice("kind", name, KINDS) for name in named))
    return Narrowing(speaker, show, episode, cast("tuple[Kind, ...]", kinds), since, until)


Strict = Annotated[bool, Option("--strict", help="Every word, just as it is typed; correct none.")]


@dataclass(frozen=True, slots=True)
class Ordering:
    """In which order hits come, and how they are matched."""

    sort: Sort
    match: Match
    strict: bool
    duplicates: bool
    explain: bool


def ordering(
    *,
    sort: Annotated[
        str,
        Option(
            metavar="ORDER",
            help="relevance, newest, oldest, speaker or episode.",
            autocompletion=lambda: SORTS,
        ),
    ] = "relevance",
    match: Annotated[
        str,
        Option(
            metavar="HOW",
            help="all words, any of them, or auto: all of a few, most of many.",
            autocompletion=lambda: MATCHES,
        ),
    ] = "auto",
    strict: Strict = False,
    duplicates: Annotated[bool, Option("--duplicates", help="Show each of several that say nearly the same.")] = False,
    explain: Annotated[bool, Option("--explain", help="Say why each hit is there, in numbers.")] = False,
) -> Ordering:
    """Return the order of the hits."""
    return Ordering(
        cast("Sort", choice("sort", sort, SORTS)),
        cast("Match", choice("match", match, MATCHES)),
        strict,
        duplicates,
        explain,
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
        int | None,
        Option("--limit", "-n", metavar="N", help="How many hits; 10 unless set otherwise, all in an export."),
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
        strict=ordered.strict if ordered else False,
        duplicates=ordered.duplicates if ordered else False,
        explain=ordered.explain if ordered else False,
        **other,
    )


def choice(option: str, value: str, choices: tuple[str, ...]) -> str:
    """Return the value of an option that is one of some.

    Raises:
        UsageError: it is none of them; the hint lists them.
    """
    if value not in choices:
        from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

        close = nearest(value, choices, limit=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise UsageError(f"--{option} cannot be “{value}”", f"{hint}it is one of {', '.join(choices)}")
    return value

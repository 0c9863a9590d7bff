"""The commands that look something up: show, episodes, shows, speakers, cite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from searchkit.cli.gather import gathered
from searchkit.cli.options import Output, complete_id, output
from searchkit.cli.session import Session, session
from searchkit.errors import ExitCode, UsageError
from searchkit.times import format_moment

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry
    from searchkit.library import WholeEpisode
    from searchkit.model import Passage
    from searchkit.names import Name

_EPISODE_COLUMNS = ("id", "published", "show", "number", "title", "points", "ideas", "quotes", "segments", "chapters")
_LIST_FORMATS = ("json", "csv", "tsv", "plain")
Filter = Annotated[list[str] | None, Argument(metavar="[WORDS]...", help="List only what these words fit.")]


@gathered(form=output, session=session)
def show(
    id_: Annotated[str, Argument(metavar="ID", help="Of an episode or a passage.", autocompletion=complete_id)],
    *,
    context: Annotated[int, Option("--context", "-C", metavar="N", help="Show N neighbours on each side.")] = 0,
    transcript: Annotated[bool, Option("--transcript", "-t", help="Print what was said in the episode.")] = False,
    since: Annotated[str, Option("--from", metavar="MOMENT", help="The transcript from this moment on.")] = "",
    until: Annotated[str, Option("--to", metavar="MOMENT", help="The transcript up to this moment.")] = "",
    form: Output,
    session: Session,
) -> None:
    """Print an episode or a passage whole.

    \b
    Examples:
      searchkit show the-ropewalk-lectures/half-remembered
      searchkit show the-map-is-late#quote-2 --context 1
      searchkit show S1E4 --json
      searchkit show S1E4 --transcript --from 00:12:00 --to 00:15:00
    """
    from searchkit.model import Query, Results  # noqa: PLC0415 -- start-up time

    name = session.format(form.format, as_json=form.json)
    library = session.library
    episode, mark, rest = id_.strip().partition("#")
    whole = library.episode(episode)
    if transcript or since or until:
        from searchkit.cli.speaking import show_transcript  # noqa: PLC0415

        if mark:
            raise UsageError(f"{id_} is a passage; an episode has a transcript", f"name {whole.entry.id}")
        show_transcript(session, whole.entry, library.transcript(whole.entry.id), name, since=since, until=until)
        return
    if not mark:
        _show_episode(session, whole, name)
        return
    passage = library.passage(f"{whole.entry.id}#{rest}")
    if name == "json":
        from searchkit.cli.printing import print_json  # noqa: PLC0415
        from searchkit.formats.objects import SCHEMA_VERSION, hit_object  # noqa: PLC0415

        print_json(session, {"schema_version": SCHEMA_VERSION, **hit_object(library.hit(passage, context=context))})
    elif name:
        from searchkit import formats  # noqa: PLC0415

        hit = library.hit(passage, context=context)
        formats.write(Results(Query(), 1, (hit,), ""), name, session.terminal.out)
    else:
        from searchkit.terminal import views  # noqa: PLC0415

        session.terminal.draw(views.card(library.hit(passage, context=context)))


def _show_episode(session: Session, whole: WholeEpisode, name: str) -> None:
    if name == "json":
        from searchkit.cli.printing import episode_object, print_json  # noqa: PLC0415 -- start-up time

        print_json(session, episode_object(whole))
    elif name == "plain":
        session.terminal.write("".join(f"{line}\n" for line in _plain_episode(whole)))
    elif name:
        from searchkit import formats  # noqa: PLC0415
        from searchkit.model import Hit, Query, Results  # noqa: PLC0415

        hits = tuple(Hit(passage) for passage in whole.passages)
        formats.write(Results(Query(), len(hits), hits, ""), name, session.terminal.out)
    else:
        from searchkit.terminal import views  # noqa: PLC0415

        session.terminal.draw(*views.episode(whole))


def _plain_episode(whole: WholeEpisode) -> Iterator[str]:
    from searchkit.formats.parts import clean  # noqa: PLC0415 -- start-up time

    entry = whole.entry
    about = (
        ("show", entry.show), ("title", entry.title), ("number", entry.number), ("published", entry.published),
        ("url", entry.url), ("speakers", ", ".join(entry.speakers)), ("headline", entry.headline), ("id", entry.id),
    )  # fmt: skip
    yield from (f"{label}: {clean(value)}" for label, value in about if value)
    for passage in whole.passages:
        yield from ("", *_plain_passage(passage))
    if entry.chapters:
        yield ""
        yield from (f"chapter: {format_moment(chapter.at)} {clean(chapter.title)}" for chapter in entry.chapters)


def _plain_passage(passage: Passage) -> Iterator[str]:
    from searchkit.formats.parts import clean  # noqa: PLC0415 -- start-up time

    label = passage.id.rpartition("#")[2]
    yield f"{label}: {clean(passage.heading or passage.text)}"
    if passage.heading and passage.text:
        yield f"  {clean(passage.text)}"
    if passage.speaker or passage.at is not None:
        moment = "" if passage.at is None else f"at {format_moment(passage.at)}"
        yield "  — " + " ".join(part for part in (clean(passage.speaker), moment) if part)


@gathered(form=output, session=session)
def episodes(words: Filter = None, *, form: Output, session: Session) -> None:
    """List the episodes, the newest first.

    Words are looked for in id, show, title, number, date, speakers and chapters, and chapters that hold one are shown.
    What is said in an episode is found by “searchkit search” and “searchkit moments”.

    In a pipe the list is TSV with a line of headings; --format plain leaves that out.

    \b
    Examples:
      searchkit episodes
      searchkit episodes ropewalk
      searchkit episodes 2021 --json
      searchkit episodes cardigan
      searchkit episodes --format csv
    """
    from searchkit.cli.printing import entry_object, print_json, print_table  # noqa: PLC0415 -- start-up time

    name = _list_format(session, form)
    wanted = " ".join(words or ())
    found = session.library.episodes(wanted, chapters=True)
    if name == "json":
        print_json(session, [entry_object(entry) for entry in found])
    elif name:
        rows = (
            (e.id, e.published, e.show, e.number, e.title, e.points, e.ideas, e.quotes, e.segments, _told(e, wanted))
            for e in found
        )
        print_table(session, name, _EPISODE_COLUMNS, rows)
    elif found:
        from searchkit.terminal import views  # noqa: PLC0415

        session.terminal.draw(views.episodes(found, wanted))
    _end_list(session, len(found), "episodes")


def _told(entry: EpisodeEntry, words: str) -> str:
    """Return the chapters of an episode that hold one of some words, with their moments."""
    return "; ".join(f"{format_moment(chapter.at)} {chapter.title}" for chapter in entry.chapters_with(words))


@gathered(form=output, session=session)
def shows(words: Filter = None, *, form: Output, session: Session) -> None:
    """List the shows with their episodes and passages.

    In a pipe the list is TSV with a line of headings; --format plain leaves that out.

    \b
    Examples:
      searchkit shows
      searchkit shows trolley --json
    """
    _list_names(session, session.library.shows(" ".join(words or ())), "show", form)


@gathered(form=output, session=session)
def speakers(words: Filter = None, *, form: Output, session: Session) -> None:
    """List the speakers with their episodes and quotes.

    Every spelling of a name is shown. In a pipe the list is TSV with a line of headings; --format plain leaves that
    out.

    \b
    Examples:
      searchkit speakers
      searchkit speakers falcoeiro
    """
    _list_names(session, session.library.speakers(" ".join(words or ())), "speaker", form)


def _list_names(session: Session, found: tuple[Name, ...], sort: str, form: Output) -> None:
    from searchkit.cli.printing import counted_as, name_object, print_json, print_table  # noqa: PLC0415 -- start-up time

    name = _list_format(session, form)
    if name == "json":
        print_json(session, [name_object(one, sort) for one in found])
    elif name:
        rows = ((one.name, one.episodes, one.passages, "; ".join(one.spellings[1:])) for one in found)
        print_table(session, name, (sort, "episodes", counted_as(sort), "other_spellings"), rows)
    elif found:
        from searchkit.terminal import views  # noqa: PLC0415

        session.terminal.draw(views.names(found, sort))
    _end_list(session, len(found), f"{sort}s")


def _list_format(session: Session, form: Output) -> str:
    """Return the format of a list: one of `_LIST_FORMATS`, or "" for a terminal; TSV where none is asked for."""
    name = session.format(form.format, as_json=form.json)
    asked = form.format or form.json or (session.settings.given("format") and name in _LIST_FORMATS)
    if not asked and not session.terminal.is_interactive:
        return "tsv"
    if name and name not in _LIST_FORMATS:
        if form.format:
            raise UsageError(f"a list cannot be printed as {name}", f"give --format {', '.join(_LIST_FORMATS)}")
        return "tsv"  # the format that the settings name is one for results
    return name


def _end_list(session: Session, count: int, what: str) -> None:
    session.terminal.note(f"{count:,} {what if count != 1 else what[:-1]}")
    if not count:
        raise Exit(ExitCode.NOTHING_FOUND)


@gathered(session=session)
def cite(
    id_: Annotated[str, Argument(metavar="ID", help="Of a passage.", autocompletion=complete_id)],
    *,
    style: Annotated[
        str, Option(metavar="STYLE", help="apa, chicago, mla, bibtex or csl-json.", show_default=True)
    ] = "apa",
    session: Session,
) -> None:
    """Print the citation of a passage.

    \b
    Examples:
      searchkit cite the-map-is-late#quote-2
      searchkit cite the-bridge-that-hummed#quote-1 --style bibtex
    """
    from searchkit.formats.citations import cite as cited  # noqa: PLC0415 -- start-up time

    episode, mark, rest = id_.strip().partition("#")
    whole = session.library.episode(episode)
    if not mark:
        raise UsageError(f"{id_} is an episode; passages are cited", f"name one, such as {id_}#quote-1")
    session.terminal.write(cited(session.library.passage(f"{whole.entry.id}#{rest}"), style).rstrip("\n") + "\n")

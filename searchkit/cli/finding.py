"""The commands that search: search, quotes, ideas, moments, random, export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from typer import Exit, Option

from searchkit.cli.gather import gathered
from searchkit.cli.options import (
    Narrowing,
    Ordering,
    Output,
    Paging,
    Words,
    make_query,
    narrowing,
    ordering,
    output,
    paging,
)
from searchkit.cli.session import Session, session
from searchkit.errors import ExitCode, UsageError
from searchkit.model import KINDS
from searchkit.records import replace
from searchkit.text import visible

if TYPE_CHECKING:
    from searchkit.model import Kind, Query, Results

_MOST_LONGER = 3  # names that are listed of those that hold the one asked for


@gathered(narrowed=narrowing, ordered=ordering, page=paging, form=output, session=session)
def search(
    words: Words = None, *, narrowed: Narrowing, ordered: Ordering, page: Paging, form: Output, session: Session
) -> None:
    """Find points, ideas and quotes.

    What was said in between is found by “searchkit moments”, or here with --all-kinds.

    \b
    Examples:
      searchkit search half remembered line
      searchkit search '"letter from somebody"' --speaker benedita
      searchkit search 'silence -radio date:[2019 TO 2021]' --explain
      searchkit search bridge --sort newest --json
    """
    _show(session, _everywhere(session, make_query(words, narrowed, ordered)), page, form)


@gathered(narrowed=narrowing, ordered=ordering, page=paging, form=output, session=session)
def quotes(
    words: Words = None, *, narrowed: Narrowing, ordered: Ordering, page: Paging, form: Output, session: Session
) -> None:
    """Find quotes, or list those of a speaker, show or time.

    \b
    Examples:
      searchkit quotes map --since 2019
      searchkit quotes --speaker "rui falcoeiro"
      searchkit quotes index --speaker benedita --context 1
    """
    _show(session, make_query(words, _only(narrowed, "quote"), ordered), page, form)


@gathered(narrowed=narrowing, ordered=ordering, page=paging, form=output, session=session)
def ideas(
    words: Words = None, *, narrowed: Narrowing, ordered: Ordering, page: Paging, form: Output, session: Session
) -> None:
    """Find ideas, each with the quotes that belong to it.

    Nobody says an idea: --speaker keeps those of episodes in which somebody speaks.

    \b
    Examples:
      searchkit ideas forgetting
      searchkit ideas heading:catalogue
      searchkit ideas --show "spare parts" --sort oldest
    """
    _show(session, make_query(words, _only(narrowed, "idea"), ordered), page, form)


@gathered(narrowed=narrowing, ordered=ordering, page=paging, form=output, session=session)
def moments(
    words: Words = None, *, narrowed: Narrowing, ordered: Ordering, page: Paging, form: Output, session: Session
) -> None:
    """Find the moment in the transcripts where something was said.

    Each hit shows the turns before and after it, one of each unless --context says otherwise, and a link to the moment
    where the episode has an address.

    \b
    Examples:
      searchkit moments silence uncut tape
      searchkit moments bridge --speaker "rui falcoeiro" --context 2
      searchkit moments rubber --episode 118 --json
    """
    _show(session, make_query(words, _only(narrowed, "segment"), ordered), page, form, context=1)


@gathered(narrowed=narrowing, form=output, session=session)
def random(
    words: Words = None,
    *,
    seed: Annotated[int | None, Option(metavar="N", help="Choose the same again.")] = None,
    narrowed: Narrowing,
    form: Output,
    session: Session,
) -> None:
    """Print one quote by chance.

    \b
    Examples:
      searchkit random
      searchkit random --speaker pip --seed 7
    """
    results = session.library.random(make_query(words, narrowed), seed=seed)
    print_hits(session, results, session.format(form.format, as_json=form.json))


@gathered(narrowed=narrowing, ordered=ordering, page=paging, form=output, session=session)
def export(
    words: Words = None,
    *,
    to: Annotated[str, Option("--output", "-o", metavar="FILE", help="Write here; - for standard output.")] = "-",
    force: Annotated[bool, Option("--force", help="Overwrite the file.")] = False,
    narrowed: Narrowing,
    ordered: Ordering,
    page: Paging,
    form: Output,
    session: Session,
) -> None:
    """Write every hit of a query to a file.

    The format is the one that the name of the file tells, or --format.

    \b
    Examples:
      searchkit export map --output maps.csv
      searchkit export --speaker benedita --format bibtex
      searchkit export 'silence kind:quote' -o silence.md --force
    """
    from searchkit import formats  # noqa: PLC0415 -- start-up time

    asked = form.format or ("json" if form.json else formats.by_suffix(to) or "")
    name = session.format(asked, as_json=form.json) or "plain"
    if to != "-" and not asked and not session.settings.given("format"):
        raise UsageError(f"the name “{to}” tells no format", "give one with --format")
    if to != "-" and _is_taken(Path(to)) and not force:  # before the search, which may take long
        raise UsageError(f"{to} exists already", "name another file, or overwrite it with --force")
    query = _everywhere(session, make_query(words, narrowed, ordered))
    query = replace(query, limit=page.limit, offset=page.offset)
    results = session.library.search(query, context=number(session, "context", page.context))
    _tell(session, results)
    if to == "-":
        formats.write(results, name, session.terminal.out)
    elif results.hits:
        with _written(Path(to), force=force) as stream:
            formats.write(results, name, stream)
        session.terminal.note(f"wrote {len(results):,} to {to} as {name}")
    else:
        session.terminal.note(f"nothing was written to {to}")
    if not results.hits:
        raise Exit(ExitCode.NOTHING_FOUND)


def _is_taken(path: Path) -> bool:
    """Whether something lies there that writing would replace; a device or named pipe only takes what is written."""
    return path.is_file() or path.is_dir()


@contextmanager
def _written(path: Path, *, force: bool) -> Iterator[TextIO]:
    from searchkit.files import sweep_beside, written_whole  # noqa: PLC0415 -- start-up time

    if path.exists() and not _is_taken(path):
        with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            yield stream
    else:
        sweep_beside(path)
        with written_whole(path, overwrite=force) as stream:
            yield stream


def _only(narrowed: Narrowing, kind: Kind) -> Narrowing:
    if narrowed.kinds not in ((), (kind,)):
        raise UsageError(f"this command finds {kind}s only", "use “searchkit search --kind …” for others")
    return replace(narrowed, kinds=(kind,))


def _everywhere(session: Session, query: Query) -> Query:
    """Return a query that looks in transcripts too, if the settings say so and it names no kinds itself."""
    if query.kinds or "kind:" in query.text or not session.settings.truth("all_kinds"):
        return query
    return replace(query, kinds=KINDS)


def _show(session: Session, query: Query, page: Paging, form: Output, *, context: int = 0) -> None:
    limit = None if page.everything else number(session, "limit", page.limit, default=10, least=1)
    context = number(session, "context", page.context, default=context)
    name = session.format(form.format, as_json=form.json)
    results = session.library.search(query, limit=limit, offset=page.offset, context=context, facets=not name)
    _tell(session, results)
    print_hits(session, results, name)
    if not results.hits:
        raise Exit(ExitCode.NOTHING_FOUND)


def number(session: Session, name: str, given: int | None, *, default: int = 0, least: int = 0) -> int:
    """Return a number that was given as an option, or that of the settings."""
    return session.settings.number(name, default, least) if given is None else given


def print_hits(session: Session, results: Results, name: str) -> None:
    """Print results in a format, or as cards where the name is "".

    An empty result set is an empty document in the formats, and nothing on a terminal.
    """
    if name:
        from searchkit import formats  # noqa: PLC0415 -- start-up time

        formats.write(results, name, session.terminal.out)
    elif results.hits:
        from searchkit.terminal import views  # noqa: PLC0415 -- start-up time

        session.terminal.draw(*views.results(results, first=results.query.offset + 1))


def _tell(session: Session, results: Results) -> None:
    """Tell how many there are, which words were not found, and whether the index is behind."""
    terminal = session.terminal
    tell_corrected(session, results.corrected)
    tell_limited(session, results.limited)
    for word, known in results.suggestions.items():
        guess = f"; did you mean {' or '.join(known)}?" if known else ""
        terminal.note(f"no passage holds “{word}”{guess}")
    if any(results.suggestions.values()):
        terminal.note(f"try: {_corrected(results)}")
    if results.dropped:
        terminal.note(f"no passage holds all words; the best one lacks {', '.join(results.dropped)}")
    if not results.total:
        terminal.note("nothing found" + ("" if results.suggestions else _where(results.query)))
    elif not results.hits:
        terminal.note(f"there are only {results.total:,} hits")
    elif len(results) < results.total:
        first = results.query.offset + 1
        again = "; others nearly the same stand with them (--duplicates shows all)" if _hides(results) else ""
        terminal.note(f"{first:,} to {first + len(results) - 1:,} of {results.total:,}{again}")
    else:
        terminal.note(f"{results.total:,} found")
    tell_longer(session, results.query.speaker)
    if results.stale:
        terminal.note("the corpus has changed since it was indexed: “searchkit index” brings the index in step")


def tell_corrected(session: Session, corrected: Mapping[str, str]) -> None:
    """Tell which words were taken for others."""
    for word, known in corrected.items():
        session.terminal.note(f"no passage holds “{word}”; searched for “{known}” instead (--strict does not)")


def tell_longer(session: Session, speaker: str) -> None:
    """Tell who else may be meant by a name that is somebody's whole name and a part of theirs."""
    others = session.library.longer_names(speaker) if speaker else ()
    if others:
        listed = ", ".join(f"{visible(name.name)} ({name.passages:,})" for name in others[:_MOST_LONGER])
        more = f" and {len(others) - _MOST_LONGER:,} more" if len(others) > _MOST_LONGER else ""
        session.terminal.note(f"only “{visible(speaker)}” itself was looked for, not {listed}{more}")


def tell_limited(session: Session, limited: Mapping[str, int]) -> None:
    """Tell which patterns stand for more words than were searched for."""
    for pattern, count in limited.items():
        most = session.library.limits.query_expansions
        session.terminal.note(
            f"“{pattern}” fits {count:,} words; the {most:,} most frequent were searched for "
            f"(--max query-expansions={count} takes all)"
        )


def _hides(results: Results) -> bool:
    """Whether hits that say nearly the same as one that is shown are left out."""
    return any(hit.duplicates for hit in results)


def _corrected(results: Results) -> str:
    """Return the query with the word that looks most like it in place of each one that no passage holds."""
    text = results.query.text
    for word, known in results.suggestions.items():
        text = text.replace(word, known[0]) if known else text
    return text


def _where(query: Query) -> str:
    if '"' in query.text:
        return "; words in quotation marks must stand just so, try it without the marks"
    narrowed = query.speaker or query.show or query.episode or query.since or query.until or query.kinds
    return "; the options narrow the search, try it without them" if narrowed and query.text else ""

"""The commands that fill the library: add, index, status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from searchkit.cli.gather import gathered
from searchkit.cli.options import Output, output
from searchkit.cli.session import Session, session
from searchkit.engines import ENGINES
from searchkit.errors import ExitCode, InputError, UnwritableError, UsageError
from searchkit.limits import Limits
from searchkit.records import replace

if TYPE_CHECKING:
    from searchkit.adding import Added
    from searchkit.indexing import Status
    from searchkit.readers import Decoded, Hints
    from searchkit.scanning import Difference

_MOST_LISTED = 20
_MOST_SAME = 3  # pages that are named of those of which the same is to be said
_MANY = 300_000  # passages from which on another engine pays; docs/scale.md has the measurements


@gathered(session=session)
def add(
    files: Annotated[list[str], Argument(metavar="FILE...", help="Pages, folders or patterns; - for standard input.")],
    *,
    show: Annotated[str, Option(metavar="NAME", help="The show, whatever the page says.")] = "",
    title: Annotated[str, Option(metavar="TEXT", help="The title.")] = "",
    number: Annotated[str, Option(metavar="TEXT", help="The number, as the show writes it.")] = "",
    published: Annotated[str, Option(metavar="DATE", help="The day, month or year.")] = "",
    url: Annotated[str, Option(metavar="URL", help="Where it can be heard or seen.")] = "",
    speaker: Annotated[str, Option(metavar="NAME", help="Who said the quotes that name nobody.")] = "",
    names: Annotated[
        list[str] | None,
        Option("--name", metavar="A=B", help="Who is A in a transcript: B; may be given again.", show_default=False),
    ] = None,
    reader: Annotated[str, Option(metavar="NAME", help="Read with this reader; see “searchkit help readers”.")] = "",
    force: Annotated[bool, Option("--force", help="Overwrite episodes that you have edited.")] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Read and tell, but write nothing.")] = False,
    session: Session,
) -> None:
    """Read pages and transcripts and file them as episodes.

    An episode that you have edited stays as it is. A transcript is put beside its episode if that is there: the one
    with the same file name, URL or title. “searchkit index” then makes all of it findable.

    \b
    Examples:
      searchkit add page.txt
      searchkit add notes/ 'saved/*.md' --show "The Workbench"
      pbpaste | searchkit add - --published 2024-05-02
      searchkit add talk.srt --show "The Workbench" --name "Ada=Ada Moreau"
    """
    from searchkit.adding import find_pages  # noqa: PLC0415 -- start-up time
    from searchkit.readers import Hints  # noqa: PLC0415

    terminal = session.terminal
    if not all(files):
        raise UsageError("the name of a file is empty", "name files, folders or patterns; . for the working folder")
    hints = Hints(
        show=show, title=title, number=number, published=published, url=url, speaker=speaker, names=_names(names or ())
    )
    pages = list(_pages(files, find_pages(_without_stdin(files), skip=(session.corpus, session.index))))
    if len(pages) > 1 and (title or number or url):
        raise UsageError("--title, --number and --url tell of one page, and there are several", "add it by itself")
    outcomes: dict[str, int] = {}
    without_show: list[str] = []
    limits = session.settings.limits()
    with terminal.progress("adding") as advance:
        for done, page in enumerate(pages, start=1):
            try:
                name, read, known = _read(page, hints, limits)
                added = session.library.add(
                    read.text, name=name, hints=known, reader=reader, force=force, dry_run=dry_run
                )
            except InputError as error:
                outcomes["failed"] = outcomes.get("failed", 0) + 1
                terminal.fail(error.message, error.hint)
                if isinstance(error, UnwritableError) and error.is_lasting and done < len(pages):
                    outcomes["not tried"] = len(pages) - done
                    break
            else:
                outcome = _outcome(added, dry_run=dry_run)
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
                _tell_added(session, added, outcome)
                without_show += _warn(session, added.name, filter(None, (read.warning, *added.warnings)))
            advance(done, len(pages))
    _warn_of_shows(session, without_show)
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items()) or "there is nothing to add"
    written = sum(outcomes.get(outcome, 0) for outcome in ("added", "updated", "attached"))
    if dry_run:
        counts += "; nothing was written (--dry-run)"
    elif written:
        corpus = session.settings.corpus
        option = f" --corpus {corpus.value}" if corpus.origin == "option" else ""
        where = f" in {corpus.value}" if corpus.origin in ("default", "found") else ""  # nobody said where
        counts += f"{where}; “searchkit index{option}” makes them findable"
    terminal.note(counts)
    if outcomes.get("failed"):
        raise Exit(ExitCode.BAD_INPUT)


def _names(pairs: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of names in `Ada=Ada Moreau`."""
    made = []
    for pair in pairs:
        spelling, mark, name = (part.strip() for part in pair.partition("="))
        if not (spelling and mark and name):
            raise UsageError(f"--name cannot be “{pair}”", 'write it as "Ada=Ada Moreau"')
        made.append((spelling, name))
    return tuple(made)


def _without_stdin(files: list[str]) -> list[str]:
    return [name for name in files if name != "-"]


def _pages(files: list[str], found: Iterator[Path | InputError]) -> Iterator[Path | InputError | None]:
    """Yield the pages, None for standard input."""
    if "-" in files:
        yield None
    yield from found


def _read(page: Path | InputError | None, hints: Hints, limits: Limits) -> tuple[str, Decoded, Hints]:
    """Return the name and the text of a page, and the hints with what lies beside it."""
    from searchkit.adding import decoded_page, described, read_stream  # noqa: PLC0415 -- start-up time

    if isinstance(page, InputError):
        raise page
    if page is None:
        return "-", read_stream(sys.stdin.buffer, "standard input", limits), hints
    return str(page), decoded_page(page, limits), replace(hints, info=described(page, limits))


def _outcome(added: Added, *, dry_run: bool) -> str:
    """Return what became of a page, or what would become of it."""
    written = added.outcome in ("added", "updated", "attached")
    return f"would be {added.outcome}" if dry_run and written else added.outcome


def _tell_added(session: Session, added: Added, outcome: str) -> None:
    episode = added.episode
    held = (("point", episode.overview), ("idea", episode.ideas), ("quote", episode.quotes))
    told = [_count(len(passages), kind) for kind, passages in held if passages or not episode.transcript]
    if episode.transcript:
        told.append(_count(len(episode.transcript), "segment"))
    counts = ", ".join(told)
    if session.terminal.out.isatty():
        session.terminal.tell(f"{outcome:<10}  {episode.id}  {counts}\n")
    else:
        session.terminal.write(f"{outcome}\t{episode.id}\t{counts}\n")
    if added.outcome == "kept":
        session.terminal.note(f"  {added.name}: you have edited this episode since it was added; --force overwrites it")


def _warn(session: Session, name: str, warnings: Iterable[str]) -> list[str]:
    """Tell what the reader noticed; return the name if the page names no show, which is told of all such together."""
    from searchkit.readers.base import unknown_show  # noqa: PLC0415 -- start-up time

    held_back = []
    for warning in warnings:
        if warning == unknown_show():
            held_back.append(name)
        else:
            session.terminal.warn(f"{name}: {warning}")
    return held_back


def _warn_of_shows(session: Session, pages: Sequence[str]) -> None:
    """Tell which pages name no show: a folder of transcripts may have hundreds."""
    from searchkit.readers.base import unknown_show  # noqa: PLC0415 -- start-up time

    if pages:
        more = f" and {len(pages) - _MOST_SAME:,} more" if len(pages) > _MOST_SAME else ""
        session.terminal.warn(f"{', '.join(pages[:_MOST_SAME])}{more}: {unknown_show()}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


@gathered(session=session)
def index(
    *,
    rebuild: Annotated[bool, Option("--rebuild", help="Read everything anew.")] = False,
    engine: Annotated[
        str,
        Option(
            metavar="NAME",
            help="whoosh or tantivy; the one that the index has unless given.",
            autocompletion=lambda: tuple(ENGINES),
        ),
    ] = "",
    wait: Annotated[
        int | None, Option(min=0, metavar="SECONDS", help="How long to wait for another searchkit that writes.")
    ] = None,
    session: Session,
) -> None:
    """Bring the index in step with the corpus.

    Only files that are new or changed are read, and what is gone is taken out.

    \b
    Examples:
      searchkit index
      searchkit index --rebuild
      searchkit index --engine whoosh
    """
    terminal = session.terminal
    with terminal.progress("indexing") as advance:
        report = session.library.sync(rebuild=rebuild, engine=engine, wait=wait, progress=advance)
    if report.outdated:
        terminal.note(f"{report.outdated}: it was made anew")
    for error in report.errors:
        terminal.fail(error.message, error.hint)
    difference = report.difference
    if report.published:
        terminal.write(
            f"{len(difference.added):,} added, {len(difference.changed):,} changed, "
            f"{len(difference.removed):,} removed, {report.unchanged:,} unchanged\n"
        )
    else:
        terminal.write("already in step\n")
    if report.errors:
        terminal.note(f"{_count(len(report.errors), 'file')} cannot be read; what is in them cannot be found")
    held = f"{_count(report.episodes, 'episode')}, {_count(report.passages, 'passage')}"
    if report.segments:
        held += f", {_count(report.segments, 'segment')} of transcripts"
    terminal.note(f"{held} in {session.index}")
    if report.published and report.engine == "whoosh" and report.passages + report.segments >= _MANY:
        terminal.note("an index of this size is smaller and searched faster with “searchkit index --engine tantivy”")
    if report.errors:
        raise Exit(ExitCode.BAD_INPUT)


@gathered(form=output, session=session)
def status(*, form: Output, session: Session) -> None:
    """Tell what is indexed, and how the corpus differs from it.

    \b
    Examples:
      searchkit status
      searchkit status --json
    """
    told = session.library.status()
    if session.format(form.format, as_json=form.json) == "json":
        from searchkit.cli.printing import print_json, status_object  # noqa: PLC0415 -- start-up time

        print_json(session, status_object(told))
    else:
        _tell_status(session, told)
    if told.errors:
        raise Exit(ExitCode.BAD_INPUT)


def _tell_status(session: Session, told: Status) -> None:
    kinds = ", ".join(_count(count, kind) for kind, count in told.kinds.items() if count and kind != "segment")
    segments = told.kinds.get("segment", 0)
    lines = [f"corpus    {told.corpus}", f"index     {told.index}"]
    if told.generation:
        lines += [
            f"made      {told.made} by searchkit {told.version}, engine {told.engine}, generation {told.generation}",
            f"holds     {_count(told.episodes, 'episode')}, {_count(told.passages, 'passage')}"
            + (f" ({kinds})" if kinds else "")
            + (f", {_count(segments, 'segment')} of transcripts" if segments else "")
            + f", {told.size / 1_000_000:,.1f} MB",
        ]
    else:
        lines.append("made      never: “searchkit index” makes it")
    session.terminal.tell("\n".join(lines) + "\n" + "".join(_differences(told.difference)))
    for error in told.errors:
        session.terminal.fail(error.message, error.hint)


def _differences(difference: Difference) -> Iterator[str]:
    if not difference:
        yield "in step   the index holds what the corpus does\n"
        return
    for label, ids in (("added", difference.added), ("changed", difference.changed), ("removed", difference.removed)):
        for episode_id in ids[:_MOST_LISTED]:
            yield f"{label:<9} {episode_id}\n"
        if len(ids) > _MOST_LISTED:
            yield f"{label:<9} and {len(ids) - _MOST_LISTED:,} more\n"
    if difference.aliases:
        yield "changed   speakers.yaml\n"
    yield "behind    “searchkit index” brings the index in step\n"

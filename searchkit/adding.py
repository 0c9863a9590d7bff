"""Pages into the corpus: each file read by the reader that takes it, and filed without losing what somebody edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from searchkit import readers
from searchkit.corpus import Corpus, was_edited
from searchkit.episode_file import digest
from searchkit.errors import InputError
from searchkit.limits import USUAL, Limits, beyond, raising
from searchkit.model import Episode, Source
from searchkit.readers import Hints, Reading
from searchkit.readers.base import UNKNOWN_SHOW
from searchkit.readers.transcripts.describing import INFO_SUFFIX, stem_of
from searchkit.text import fold

Outcome = Literal["added", "updated", "attached", "unchanged", "kept"]
_NOTHING_TO_DO = ("unchanged", "kept")
_SWEEP_EVERY = 60.0  # seconds: whoever adds a thousand pages need not look a thousand times


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one page.

    Attributes:
        name: the file, "-" for standard input.
        outcome: "added", "updated" (the page has changed, the episode was as it was filed), "attached" (the page is a
            transcript, and its episode was there already), "unchanged", or "kept" (the page is as it was, but somebody
            has edited the episode since, which stays so).
        episode: the episode as it lies in the corpus now, or with a dry run would.
        warnings: what the reader noticed.
        reader: name of the reader that took it.
    """

    name: str
    outcome: Outcome
    episode: Episode
    warnings: tuple[str, ...] = ()
    reader: str = ""


def add_text(
    corpus: Corpus,
    text: str,
    *,
    name: str,
    hints: Hints | None = None,
    reader: str = "",
    force: bool = False,
    dry_run: bool = False,
    today: date | None = None,
) -> Added:
    """Read one page and file its episode.

    Args:
        corpus: where to file it.
        text: the page.
        name: name of its file, noted as source.
        hints: what the user says of it, which overrules what it says itself.
        reader: name of the reader to use, "" for the one that claims it.
        force: overwrite an episode that was edited.
        dry_run: change nothing.
        today: the day to note as that of adding; the current one if None.

    Raises:
        InputError: no reader takes it, it holds nothing, its episode was edited and the page has changed too, or the
            corpus cannot be written.
    """
    hints = hints or Hints()
    hints = replace(hints, known_shows=corpus.shows(), limits=corpus.limits)
    reading = readers.read(text, name=name, hints=hints, reader=reader)
    if not dry_run:
        corpus.sweep(every=_SWEEP_EVERY)
    if reading.episode.transcript and (there := _owner(corpus, reading, name, hints)) is not None:
        return _attached(corpus, there, text, reading, name=name, hints=hints, force=force, dry_run=dry_run)
    source = Source(Path(name).name, reading.reader, (today or date.today()).isoformat(), digest(reading.episode))  # noqa: DTZ011
    added = _filed(corpus, reading, source, name, force=force)
    if added.outcome in _NOTHING_TO_DO:
        return added
    if dry_run:
        corpus.require_readable(added.episode)
        return added
    with corpus.locked():
        added = _filed(corpus, reading, source, name, force=force)  # what another has filed meanwhile counts too
        if added.outcome not in _NOTHING_TO_DO:
            corpus.save(added.episode)
    return added


def _filed(corpus: Corpus, reading: Reading, source: Source, name: str, *, force: bool) -> Added:
    """Return what becomes of a page, and its episode as it is to be filed."""
    # The page may have been added before, and its episode renamed, moved or given another title since.
    filed = corpus.added_as(source.digest)
    episode = replace(reading.episode, id=filed or corpus.place(reading.episode))
    there = corpus.load(episode.id)
    if there is not None and there.transcript and not episode.transcript:
        episode = _with_facts_of(there, episode)
        source = replace(source, digest=digest(episode))
    outcome = _outcome(there, episode, name, force=force)
    if there is not None:
        if outcome in _NOTHING_TO_DO:
            return Added(name, outcome, there, reading.warnings, reading.reader)
        transcript = episode.transcript or there.transcript  # a page that is read again says nothing of the words
        episode = replace(episode, extra={**there.extra, **episode.extra}, transcript=transcript)
    # A file that was written as an episode already keeps what it says of its own source.
    episode = replace(episode, source=reading.episode.source or source)
    return Added(name, outcome, episode, reading.warnings, reading.reader)


def _with_facts_of(there: Episode, episode: Episode) -> Episode:
    """Return the episode of a page with what it does not say and the one of the transcript does."""
    facts = ("number", "published", "url", "language")
    return replace(episode, **{name: getattr(episode, name) or getattr(there, name) for name in facts})


def _owner(corpus: Corpus, reading: Reading, name: str, hints: Hints) -> Episode | None:
    """Return the episode that a transcript belongs to, None for one that makes an episode of its own."""
    from searchkit.attaching import episode_for  # noqa: PLC0415 -- only for transcripts

    if reading.episode.overview or reading.episode.ideas or reading.episode.quotes:
        return None
    guessed = not hints.show and reading.episode.show == UNKNOWN_SHOW
    found = episode_for(corpus, reading.episode, name, shows_guessed=guessed)
    there = corpus.load(found) if found else None
    if there is None or (there.source is not None and there.source.reader == reading.reader):
        return None  # one that was made of a transcript itself is read anew, as any page is
    told = ((hints.show, there.show), (hints.title, there.title))
    return None if any(said and fold(said) != fold(known) for said, known in told) else there


def _attached(
    corpus: Corpus,
    there: Episode,
    text: str,
    reading: Reading,
    *,
    name: str,
    hints: Hints,
    force: bool,
    dry_run: bool,
) -> Added:
    """Put a transcript beside the file of its episode, which is not changed.

    Raises:
        InputError: another transcript lies there, which may have been edited, or the episode is gone.
    """
    added = _beside(there, text, reading, name=name, hints=hints, force=force)
    if added.outcome in _NOTHING_TO_DO:
        return added
    if dry_run:
        corpus.require_readable(added.episode)
        return added
    with corpus.locked():
        now = corpus.load(there.id)
        if now is None:
            raise InputError(f"the episode {there.id} was removed meanwhile", "add the transcript again", path=name)
        if now != there:  # what another has filed meanwhile counts too
            added = _beside(now, text, reading, name=name, hints=hints, force=force)
        if added.outcome not in _NOTHING_TO_DO:
            corpus.save_transcript(added.episode)
    return added


def _beside(there: Episode, text: str, reading: Reading, *, name: str, hints: Hints, force: bool) -> Added:
    """Return what becomes of a transcript of an episode, whose names are those that it uses."""
    known = replace(hints, known_speakers=there.voices, show=there.show, title=there.title)
    reading = readers.read(text, name=name, hints=known, reader=reading.reader)
    episode = replace(there, transcript=reading.episode.transcript)
    if there.transcript == episode.transcript:
        return Added(name, "unchanged", there, reading.warnings, reading.reader)
    if there.transcript and not force:
        raise _other_transcript(there, name)
    return Added(name, "attached", episode, reading.warnings, reading.reader)


def _other_transcript(there: Episode, name: str) -> InputError:
    hint = "overwrite that one with --force, or give this one another --title"
    return InputError(f"the episode {there.id} has another transcript already", hint, path=name)


def _outcome(there: Episode | None, episode: Episode, name: str, *, force: bool) -> Outcome:
    if there is None:
        return "added"
    read = digest(episode)
    if digest(there) == read and episode.transcript in ((), there.transcript):
        return "unchanged"
    if there.transcript and episode.transcript and not force:
        from searchkit.attaching import is_another  # noqa: PLC0415 -- only for transcripts

        if is_another(there.transcript, episode.transcript):
            raise _other_transcript(there, name)
    if force or not was_edited(there):
        return "updated"
    if there.source is not None and there.source.digest == read:
        return "kept"
    raise InputError(
        f"the episode {there.id} has been edited since it was added, and differs from this page",
        "look at both, or overwrite yours with --force",
        path=name,
    )


def read_page(path: Path, limits: Limits = USUAL) -> str:
    """Return the text of a page; see `decoded_page`."""
    return decoded_page(path, limits).text


def decoded_page(path: Path, limits: Limits = USUAL) -> readers.Decoded:
    """Return the text of a page, and how it was encoded.

    Raises:
        InputError: it cannot be read, is too large, or is not text.
    """
    try:
        with path.open("rb") as stream:
            return read_stream(stream, str(path), limits)
    except FileNotFoundError:
        raise InputError("there is no such file", path=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from error


def read_stream(stream: BinaryIO, name: str, limits: Limits = USUAL) -> readers.Decoded:
    """Return the text of a page that comes through a pipe or from an opened file, and how it was encoded.

    Raises:
        InputError: it is too large, or is not text.
        OSError: it cannot be read.
    """
    data = stream.read(limits.page_bytes + 1)
    if len(data) > limits.page_bytes:
        raise InputError(f"is too large: {beyond('page_bytes', limits)}", raising("page_bytes"), path=name)
    return readers.decoded(data, name=name)


def described(path: Path, limits: Limits = USUAL) -> str:
    """Return what yt-dlp's `*.info.json` beside a file says, "" if there is none.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    for stem in dict.fromkeys((stem_of(path.name), path.stem, path.stem.rpartition(".")[0])):
        beside = path.with_name(stem + INFO_SUFFIX) if stem else path
        if beside != path and beside.is_file():
            return read_page(beside, limits)
    return ""


def find_pages(paths: Sequence[str], skip: Sequence[Path] = ()) -> Iterator[Path | InputError]:
    """Yield the files that paths, folders and patterns name, each once, in order; an error in place of what is not.

    Args:
        paths: files, folders (every file under them that a reader could take), and patterns with `*`, `?` or `[…]`
            (`**` for any folders between).
        skip: folders to leave out: the corpus and the index, if they lie inside of what is asked for.
    """
    seen: set[Path] = set()
    barred = [folder.resolve() for folder in skip]
    for name in paths:
        found = list(_expand(name))
        if not found:
            yield _nothing_at(name)
        for path in found:
            real = path.resolve()
            if real in seen or (str(path) != name and any(folder in real.parents for folder in barred)):
                continue
            seen.add(real)
            yield path


def _nothing_at(name: str) -> InputError:
    """Return the error for a name that stands for no page: of a folder without one, or of nothing at all."""
    folder = Path(name)
    if not folder.is_dir():
        return InputError("there is no such file", "patterns may hold * and ?, folders are read whole", path=name)
    files = sum(path.is_file() for path in folder.rglob("*"))
    if not files:
        return InputError("this folder is empty", "put pages or transcripts there: text, Markdown, SRT, …", path=name)
    held = f"this folder holds {files:,} file{'s' * (files != 1)}, and none with the ending of a page"
    return InputError(
        f"{held} or transcript", f"name a file itself, or use {' '.join(sorted(readers.suffixes()))}", path=name
    )


def _expand(name: str) -> Iterable[Path]:
    path = Path(name)
    if path.is_dir():
        return sorted(inner for inner in path.rglob("*") if _is_page(inner))
    if path.exists():
        return [path]
    if any(char in name for char in "*?["):
        base = Path(path.anchor) if path.is_absolute() else Path()
        return sorted(found for found in base.glob(str(path.relative_to(path.anchor))) if found.is_file())
    return []


def _is_page(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[-2:])
    if path.name.endswith(INFO_SUFFIX):
        return False  # read with the file that it describes
    return not hidden and path.suffix.lower() in readers.suffixes() and path.is_file()

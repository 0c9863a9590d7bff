"""The commands that tell what was really said: verify, whosaid."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from searchkit.cli.gather import gathered
from searchkit.cli.options import Output, complete_episode, output
from searchkit.cli.session import Session, session
from searchkit.errors import ExitCode, QueryError, UsageError

if TYPE_CHECKING:
    from searchkit.verify import Verification
    from searchkit.whosaid import WhoSaid

_MOST_NAMED = 8


@gathered(form=output, session=session)
def verify(
    episodes: Annotated[
        list[str] | None,
        Argument(
            metavar="[EPISODE]...",
            help="Whose quotes to check; those of all episodes unless given.",
            autocompletion=complete_episode,
            show_default=False,
        ),
    ] = None,
    *,
    write: Annotated[
        bool, Option("--write", help="Keep the verdicts and the missing moments in the episode files.")
    ] = False,
    form: Output,
    session: Session,
) -> None:
    """Check whether quotes were said, in these words and by this speaker.

    Verbatim are the same words but for case, punctuation and fillers. Near are nearly the same; what was said is shown
    word by word. Elsewhere was said by somebody else. The exit code is 1 if any quote is not found.

    \b
    Examples:
      searchkit verify the-bridge-that-hummed
      searchkit verify S1E4 --write
      searchkit verify the-bridge-that-hummed --json
    """
    name = _form(session, form, "a check")
    found = session.library.verify(tuple(episodes or ()), write=write)
    for error in found.errors:
        session.terminal.fail(error.message, error.hint)
    if name:
        from searchkit.formats import verification  # noqa: PLC0415 -- start-up time

        verification.write(found, name, session.terminal.out)
    else:
        from searchkit.terminal.verification import tables  # noqa: PLC0415 -- start-up time

        session.terminal.draw(*tables(found))
    _tell_checked(session, found, write=write)
    if found.errors:
        raise Exit(ExitCode.BAD_INPUT)
    if found.counts["not found"]:
        raise Exit(ExitCode.NOTHING_FOUND)


def _form(session: Session, form: Output, what: str) -> str:
    name = session.format(form.format, as_json=form.json)
    if name in ("", "plain", "json"):
        return name
    if form.format:
        raise UsageError(f"{what} cannot be printed as {name}", "give --format json or plain")
    return "plain"  # the format that the settings name is one for results


def _tell_checked(session: Session, found: Verification, *, write: bool) -> None:
    from searchkit.formats.parts import counted  # noqa: PLC0415 -- start-up time
    from searchkit.formats.verification import summary  # noqa: PLC0415

    terminal = session.terminal
    without = [episode.id for episode in found.episodes if not episode.has_transcript]
    if without:
        named = ", ".join(without[:_MOST_NAMED]) + (", …" if len(without) > _MOST_NAMED else "")
        terminal.note(f"{counted(len(without), 'episode')} without a transcript: {named}")
    terminal.note(summary(found))
    changed = sum(episode.written for episode in found.episodes)
    if write and changed:
        moments = f" with {counted(found.moments, 'moment')} that had been missing" if found.moments else ""
        terminal.note(f"{counted(changed, 'episode')} written{moments}; “searchkit index” shows it in results")
    elif write:
        terminal.note("every file says so already")
    elif found.moments:
        terminal.note(f"{counted(found.moments, 'missing moment')} found; --write keeps them and the verdicts")


@gathered(form=output, session=session)
def whosaid(
    words: Annotated[list[str], Argument(metavar="WORDS...", help="A line as you remember it; - for lines to read.")],
    *,
    limit: Annotated[int, Option("--limit", "-n", metavar="N", help="How many answers to a line at most.")] = 5,
    form: Output,
    session: Session,
) -> None:
    """Find who said a half-remembered line, and in which words.

    Words may be missing, swapped, replaced or misspelt. What was said is shown word by word: [-not said-] {+said+}. The
    exit code is 1 if nothing is close, 2 if a line cannot be asked; all others are answered.

    \b
    Examples:
      searchkit whosaid you cannot outvot a thumb
      searchkit whosaid "your bridge hums and it is flat" --limit 1
      searchkit whosaid "three cables are enough i checked the sums" --json
    """
    name = _form(session, form, "an answer")
    if words == ["-"]:
        answers, faulty = _answers(session, limit)
        if not answers:
            raise Exit(ExitCode.USAGE)
    else:
        answers, faulty = [session.library.whosaid(" ".join(words), limit=limit)], 0
    if any(answer.stale for answer in answers):
        session.terminal.note("the corpus has changed since it was indexed: “searchkit index” brings the index in step")
    if name:
        from searchkit.formats import recollection  # noqa: PLC0415 -- start-up time

        recollection.write(answers, name, session.terminal.out)
    else:
        from searchkit.terminal.recollection import lines as drawn  # noqa: PLC0415 -- start-up time

        session.terminal.draw(*drawn(answers))
    close = sum(bool(answer.found) for answer in answers)
    if len(answers) > 1:
        session.terminal.note(f"something is close to {close:,} of {len(answers):,} lines")
    if faulty:
        raise Exit(ExitCode.USAGE)
    if not close:
        raise Exit(ExitCode.NOTHING_FOUND)


def _answers(session: Session, limit: int) -> tuple[list[WhoSaid], int]:
    """Return the answers to the lines of standard input that hold a word, and how many lines cannot be asked.

    Raises:
        UsageError: there is no line with a word.
        InputError: there is too much of it, or it is no text.
    """
    from searchkit.adding import read_stream  # noqa: PLC0415 -- start-up time
    from searchkit.wording import wording  # noqa: PLC0415

    limits = session.settings.limits()
    text = read_stream(sys.stdin.buffer, "standard input", limits).text
    answers: list[WhoSaid] = []
    faulty = 0
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if len(line) <= limits.query_characters and not wording(line).words:
            continue
        try:
            answers.append(session.library.whosaid(line, limit=limit))
        except QueryError as error:
            session.terminal.fail(f"standard input, line {number:,}: {error.message}", error.hint)
            faulty += 1
    if not answers and not faulty:
        raise UsageError("there is no word in standard input", "write a line of words for each that you remember")
    return answers, faulty

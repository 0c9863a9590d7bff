"""The command that looks whether all is well: doctor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from searchkit.cli.gather import gathered
from searchkit.cli.options import Output, output
from searchkit.cli.session import Session, session
from searchkit.errors import ExitCode

if TYPE_CHECKING:
    from searchkit.doctor import Checkup

# What the command ends in, the first area in which something was found.
_CODES = {
    "corpus": ExitCode.BAD_INPUT,
    "index": ExitCode.NO_INDEX,
    "agreement": ExitCode.NO_INDEX,
    "settings": ExitCode.USAGE,
}


@gathered(form=output, session=session)
def doctor(
    *,
    fix: Annotated[bool, Option("--fix", help="Mend the index; corpus files are never changed.")] = False,
    rebuild: Annotated[bool, Option("--rebuild", help="Make the index anew from the corpus first.")] = False,
    form: Output,
    session: Session,
) -> None:
    """Look whether settings, corpus and index are sound and agree.

    Every file is read whole. Each fault is one line that says what is wrong and what to do.

    \b
    Examples:
      searchkit doctor
      searchkit doctor --fix
      searchkit doctor --rebuild
      searchkit doctor --json
    """
    from searchkit.doctor import Finding  # noqa: PLC0415 -- start-up time

    as_json = session.format(form.format, as_json=form.json) == "json"
    with session.terminal.progress("checking") as advance:
        checkup = session.library.doctor(fix=fix, rebuild=rebuild, progress=advance)
    faults = (Finding("settings", error.message, error.hint) for error in session.faults)
    checkup = replace(checkup, findings=(*faults, *checkup.findings))
    if as_json:
        from searchkit.cli.printing import print_json  # noqa: PLC0415 -- start-up time

        print_json(session, {"ok": not checkup.findings, **asdict(checkup)})
    else:
        session.terminal.tell("".join(_lines(checkup)))
    areas = {finding.area for finding in checkup.findings}
    for area, code in _CODES.items():
        if area in areas:
            raise Exit(code)


def _lines(checkup: Checkup) -> Iterator[str]:
    for line in checkup.done:
        yield f"done       {line}\n"
    for finding in checkup.findings:
        yield f"{finding.area:<9}  {finding.message}" + (f": {finding.hint}" if finding.hint else "") + "\n"
    yield f"checked    {checkup.files:,} corpus files in {checkup.corpus}\n"
    size = f"{checkup.size / 1_000_000:,.1f} MB"
    yield f"checked    {checkup.index_files:,} files ({size}) of the index in {checkup.index}\n"
    yield f"checked    {checkup.passages:,} passages of both\n"
    if not checkup.findings:
        yield "all is well\n"
    elif checkup.remedy:
        yield "“searchkit doctor --fix” mends what is wrong with the index\n"

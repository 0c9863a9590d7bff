"""CPU time, memory and sizes, and numbers drawn from many of them.

CPU time (user and system) is what the program costs whatever else the machine does; the clock on the wall is not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent


def child_cpu(
    command: Sequence[str], accepted: Sequence[int] = (0,), environment: Mapping[str, str] | None = None
) -> float:
    """Return the CPU seconds of a command, from its start to its end, its output thrown away.

    Python may keep compiled modules, as it does for users, even where the environment of the measurements forbids it.

    Args:
        command: the program and its arguments.
        accepted: its exit codes.
        environment: variables to set besides those that are set.

    Raises:
        subprocess.CalledProcessError: it ended with another exit code than those accepted.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings = inherited | dict(environment or {})
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
    if process.returncode not in accepted:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def peak_memory() -> int:
    """Return the most memory that this process held at any time, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def folder_size(folder: Path) -> int:
    """Return the bytes of all files in a folder, however deep."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which so much of the values lies, 0 to 1; between two values the larger."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


__all__ = ["ROOT", "child_cpu", "folder_size", "median", "peak_memory", "percentile"]

"""The fault injector, `trap.c`: compiled when it is first wanted, and loaded into a process that is to be disturbed."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SOURCE = Path(__file__).with_name("trap.c")
_COUNT, _KILL, _TEAR, _FAIL, _SHORT = range(5)


@dataclass(frozen=True)
class Fault:
    """What happens at the Nth call.

    Attributes:
        name: as the tables have it.
        action: of `trap.c`.
        error: errno, for calls that fail.
        lasting: whether every later call fails too.
    """

    name: str
    action: int
    error: int = 0
    lasting: bool = False


CRASHES = (Fault("killed before the call", _KILL), Fault("killed after the call, a write torn", _TEAR))
FAULTS = (
    Fault("disk full, once", _FAIL, errno.ENOSPC),
    Fault("disk full, from then on", _FAIL, errno.ENOSPC, lasting=True),
    Fault("I/O error, once", _FAIL, errno.EIO),
    Fault("I/O error, from then on", _FAIL, errno.EIO, lasting=True),
    Fault("read-only, from then on", _FAIL, errno.EROFS, lasting=True),
    Fault("half of a write", _SHORT),
)


def unavailable() -> str:
    """Return why no fault can be injected here, or "" if it can."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        return f"faults are injected on Linux on x86-64 and AArch64 only, not on {sys.platform} {platform.machine()}"
    return "" if shutil.which("cc") else "there is no C compiler (cc)"


def compiled(folder: Path) -> Path:
    """Compile the injector into a folder, and return the library."""
    made = folder / "trap.so"
    if not made.exists():
        command = ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(made), str(_SOURCE)]
        subprocess.run(command, check=True)
    return made


class Trap:
    """The injector in this process, and in those that it forks, for good.

    Args:
        library: what `compiled` gave.
        folder: only what is below it is counted and disturbed.

    Raises:
        OSError: the system does not allow it.
    """

    def __init__(self, library: Path, folder: Path) -> None:
        self._library = ctypes.CDLL(str(library))
        self._library.trap_count.restype = ctypes.c_long
        self._library.trap_arm.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int]
        code = self._library.trap_install(os.fsencode(folder.resolve()))
        if code:
            raise OSError(code, f"no fault can be injected: {os.strerror(code)}")

    def arm(self, nth: int, fault: Fault) -> None:
        """Count from now on, and let the fault happen at the Nth call."""
        self._library.trap_arm(nth, fault.action, fault.error, fault.lasting)

    def disarm(self) -> int:
        """Let nothing happen any more; return how many calls there were."""
        count = int(self._library.trap_count())
        self._library.trap_arm(0, _COUNT, 0, 0)
        return count

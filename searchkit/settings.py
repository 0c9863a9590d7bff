"""Where things lie and how they are shown: options, environment, config file, and what is found by looking around.

Each setting is taken from the first of these that gives it: an option of the command, the environment variable
`SEARCHKIT_<NAME>`, the config file, the default. The corpus is looked for from the working folder upwards (a folder
`corpus` beside a folder `index`, or one that holds episodes), and otherwise in the user's data folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path
from typing import Literal

from searchkit.errors import UsageError
from searchkit.limits import DESCRIPTIONS, USUAL, Limits, checked
from searchkit.records import dataclass, replace

Colour = Literal["auto", "always", "never"]

CORPUS_FOLDER = "corpus"
INDEX_FOLDER = "index"
PREFIX = "SEARCHKIT_"
_LONGEST_NUMBER = 18  # digits
_PATHS = ("corpus", "index")

KEYS = {
    "corpus": "folder of the episodes",
    "index": "folder of the index",
    "format": "output format where none is asked for",
    "limit": "hits on a page",
    "context": "neighbours shown on each side of a hit",
    "all_kinds": "true to search transcripts too, not only points, ideas and quotes",
    "color": "auto, always or never",
    "pager": "command that shows output longer than the screen, or never",
    "quiet": "true to print no counts and hints",
    "wait": "seconds to wait for another searchkit that writes",
    "trust": "users whose index is opened besides yours and root's",
}
LIMIT = "max_"  # in front of the name of a bound
LIMITS = {LIMIT + name: f"most {what}" for name, what in DESCRIPTIONS.items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and where it came from: "option", "environment", the path of the config file, "found" or "default"."""

    value: str
    origin: str


class Settings:
    """The settings of one run.

    Args:
        options: those given on the command line, by name; "" where not given.
        environment: the environment variables.
        folder: the working folder.
    """

    def __init__(
        self,
        options: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.environment = os.environ if environment is None else environment
        self.folder = folder or Path.cwd()
        self.config_path = self._config_path()
        self._options = options or {}
        self._config = _read_config(self.config_path)
        self._without: frozenset[str] = frozenset()

    def _config_path(self) -> Path:
        named = self.environment.get(PREFIX + "CONFIG", "")
        if named:
            return Path(os.path.expanduser(named))  # noqa: PTH111 -- see _expanded
        return _user_folder("config", ".config") / "config.toml"

    def given(self, name: str) -> Setting | None:
        """Return a setting that somebody gave, or None."""
        if name in self._without:
            return None
        if value := self._options.get(name, ""):
            return Setting(_expanded(name, value), "option")
        if value := self.environment.get(PREFIX + name.upper(), ""):
            return Setting(_expanded(name, value), "environment")
        if value := self._config.get(name, ""):
            return Setting(value, str(self.config_path))
        return None

    def without(self, names: Iterable[str]) -> Settings:
        """Return the same settings as if nobody had given some of them."""
        made = copy(self)
        made._without = self._without.union(names)  # noqa: SLF001 -- of the same class
        return made

    def text(self, name: str, default: str = "") -> str:
        """Return a setting as text."""
        found = self.given(name)
        return found.value if found else default

    def number(self, name: str, default: int, least: int = 0) -> int:
        """Return a setting as a number.

        Raises:
            UsageError: it is none, or below `least`.
        """
        found = self.given(name)
        if found is None:
            return default
        if not _is_number(found.value) or int(found.value) < least:
            raise UsageError(
                f"{name} is “{found.value}” ({found.origin}), which is no number from {least} on",
                "mend it there, or give the option",
            )
        return int(found.value)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return a setting that is one of several words; the first is the default.

        Raises:
            UsageError: it is another.
        """
        found = self.given(name)
        if found is None:
            return choices[0]
        if found.value not in choices:
            raise UsageError(f"{name} is “{found.value}” ({found.origin})", "it is one of " + ", ".join(choices))
        return found.value

    def limits(self) -> Limits:
        """Return how much is read, and how much a query may ask for.

        Raises:
            UsageError: one is no number, too small or too large.
        """
        given = {name: self.number(LIMIT + name, 1, least=1) for name in DESCRIPTIONS if self.given(LIMIT + name)}
        return checked(replace(USUAL, **given)) if given else USUAL

    def truth(self, name: str) -> bool:
        """Return a setting as yes or no; unset is no."""
        return self.text(name).lower() not in ("", "0", "no", "false", "off", "never")

    @property
    def corpus(self) -> Setting:
        """The corpus folder."""
        return self._places()[0]

    @property
    def index(self) -> Setting:
        """The index folder."""
        return self._places()[1]

    def _places(self) -> tuple[Setting, Setting]:
        corpus, index = self.given("corpus"), self.given("index")
        if corpus is not None:
            # An index that the config file names is that of its own corpus, not of one that an option names.
            if index is None or _strength(index) < _strength(corpus):
                index = Setting(str(index_beside(Path(corpus.value))), "beside the corpus")
            return corpus, index
        home, origin = self._home()
        if index is not None:
            beside = Path(index.value).parent / CORPUS_FOLDER
            if beside.is_dir():
                return Setting(str(beside), "beside the index"), index
        return (
            Setting(str(home / CORPUS_FOLDER), origin),
            index or Setting(str(home / INDEX_FOLDER), origin),
        )

    def _home(self) -> tuple[Path, str]:
        """Return the folder that holds corpus and index."""
        for folder in (self.folder, *self.folder.parents):
            corpus = folder / CORPUS_FOLDER
            if corpus.is_dir() and ((folder / INDEX_FOLDER).is_dir() or _holds_episodes(corpus)):
                return folder, "found"
        return _user_folder("data", ".local/share"), "default"

    def all(self) -> dict[str, Setting]:
        """Return every setting with where it came from."""
        defaults = {
            "format": "plain, or cards on a terminal",
            "limit": "10",
            "context": "0",
            "all_kinds": "false",
            "color": "auto",
            "pager": "PAGER, or less",
            "quiet": "false",
            "wait": "10",
        }
        defaults |= {LIMIT + name: str(getattr(USUAL, name)) for name in DESCRIPTIONS}
        shown = {name: self.given(name) or Setting(defaults.get(name, ""), "default") for name in (*KEYS, *LIMITS)}
        return shown | {"corpus": self.corpus, "index": self.index}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _user_folder(kind: Literal["config", "data"], usual: str) -> Path:
    """Return the user's folder for searchkit: of its config file or of its data."""
    if sys.platform == "linux":
        # What platformdirs finds too, but to load that takes a twentieth of the CPU time of a whole search.
        places = ((os.environ.get(f"XDG_{kind.upper()}_HOME", ""), ""), (os.environ.get("HOME", ""), usual))
        for folder, below in places:
            if folder.startswith("/"):  # the specification wants others overlooked
                return Path(folder, below, "searchkit")
    import platformdirs  # noqa: PLC0415 -- start-up time

    find = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return find("searchkit", appauthor=False)


def index_beside(corpus: Path) -> Path:
    """Return where the index of a corpus lies unless told otherwise.

    A folder called `corpus` has its index beside it, as in a project; any other has it inside, hidden.
    """
    return corpus.parent / INDEX_FOLDER if corpus.name == CORPUS_FOLDER else corpus / f".{INDEX_FOLDER}"


def _strength(setting: Setting) -> int:
    return {"option": 2, "environment": 1}.get(setting.origin, 0)


def _holds_episodes(corpus: Path) -> bool:
    found = (True for pattern in ("*/*.yaml", "*/*.yml") for _ in corpus.glob(pattern))
    return any(found) or not any(corpus.iterdir())  # an empty one was made for them


def _read_config(path: Path) -> dict[str, str]:
    """Return what the config file sets, {} if there is none.

    Raises:
        UsageError: it is no TOML, or sets something that there is not.
    """
    if not path.is_file():
        return {}
    import tomllib  # noqa: PLC0415 -- start-up time

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not TOML: {error}", "write lines such as limit = 20") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    for name, value in content.items():
        if name not in KEYS and name not in LIMITS:
            raise UsageError(
                f"{path}: there is no setting {name}", _meant(name) + "the settings are " + ", ".join((*KEYS, *LIMITS))
            )
        if not isinstance(value, str | int):
            raise UsageError(
                f"{path}: {name} must be text, a whole number, true or false", f"it sets {(KEYS | LIMITS)[name]}"
            )
    plain = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in content.items()}
    for name in _PATHS:
        if name in plain:  # a path in the file is meant from where the file lies
            plain[name] = str(path.parent / _expanded(name, plain[name]))
    return plain


def _expanded(name: str, value: str) -> str:
    """Return the value of a setting with `~`, which not every shell replaces behind `--corpus=`, made a folder."""
    return os.path.expanduser(value) if name in _PATHS else value  # noqa: PTH111 -- Path's raises for unknown users


def _meant(name: str) -> str:
    from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

    close = nearest(name, (*KEYS, *LIMITS), limit=1)
    return f"did you mean {close[0]}? " if close else ""

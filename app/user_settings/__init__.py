"""A data folder and the environment in; each setting of its user with where it comes from, kept, out."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from app.settings import StorageSettings, write_atomically
from app.user_settings.table import BY_KEY, SECTIONS, SETTINGS, Setting
from app.user_settings.toml_lines import line_of, with_key, without_key
from core.errors import TryAgain, YouCanFix

__all__ = [
    "BY_KEY",
    "SECTIONS",
    "SETTINGS",
    "Found",
    "Setting",
    "UserSettings",
    "change_file",
    "setting_of",
    "settings_file",
    "typed",
]

_LOCK_SECONDS = 5.0


@dataclass(frozen=True)
class Found:
    """A setting as it is.

    Args:
        setting: which.
        value: of its kind.
        origin: "environment", "file" or "default".
    """

    setting: Setting
    value: Any
    origin: str

    @property
    def text(self) -> str:
        """The value as a person types it."""
        return self.setting.kind.text(self.value)

    @property
    def source(self) -> str:
        """Where the value comes from, in words."""
        words = {"environment": f"the variable {self.setting.variable}", "file": "settings.toml"}
        return words.get(self.origin, "the default")


def settings_file(folder: Path) -> Path:
    """Where the settings of a data folder lie."""
    return folder / "settings.toml"


def setting_of(key: str) -> Setting:
    """The setting of this key; raises YouCanFix with the nearest ones."""
    if key not in BY_KEY:
        raise YouCanFix(f"There is no setting {key[:60]!r}.", _nearest(key, list(BY_KEY)))
    return BY_KEY[key]


class UserSettings:
    """The settings of one data folder: the environment's, then the file's, then the defaults.

    Args:
        folder: of the user's data.
        environment: its variables; those of this process by default.
        reads: False begins with the defaults, for a window that is to tell what is wrong with the file.

    Raises YouCanFix with file, line, key and remedy.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        *,
        reads: bool = True,
    ) -> None:
        self.path = settings_file(folder)
        self._environment = os.environ if environment is None else environment
        self._found = {setting.key: Found(setting, setting.default, "default") for setting in SETTINGS}
        if reads:
            self.reload()

    def reload(self) -> None:
        """Read file and environment again; when this raises, what was read before stays."""
        text = read_text(self.path)
        chosen = _from_file(text, self.path)
        given = _from_environment(self._environment)
        self._found = {
            setting.key: Found(setting, given[setting.key], "environment")
            if setting.key in given
            else Found(setting, chosen[setting.key], "file")
            if setting.key in chosen
            else Found(setting, setting.default, "default")
            for setting in SETTINGS
        }

    def all(self) -> tuple[Found, ...]:
        """Every setting, in the order of the table."""
        return tuple(self._found.values())

    def found(self, key: str) -> Found:
        """The setting of this key, as it is; raises YouCanFix with the nearest ones."""
        return self._found[setting_of(key).key]

    def value(self, key: str) -> Any:
        """The value of this key."""
        return self.found(key).value

    def set(self, key: str, value: Any) -> None:
        """Keep a value in the file; where a variable of the environment is set, that still goes before it.

        Raises:
            YouCanFix: no such setting, not such a value, something else in the file is wrong, or it cannot
                be changed; it is as it was.
            TryAgain: another program is changing the file.
        """
        self.reload()
        change_file(self.path, key, value)
        self.reload()

    def unset(self, key: str) -> None:
        """Take a value out of the file. Raises as `set` does."""
        self.reload()
        change_file(self.path, setting_of(key).key, None)
        self.reload()

    @property
    def storage(self) -> StorageSettings:
        """Where blobs are kept."""
        own = [found for found in self.all() if found.setting.section == "storage"]
        return StorageSettings(**{found.setting.name: found.value for found in own})


def change_file(path: Path, key: str, value: Any) -> None:
    """Write one key of a file, or take it out for None; every other line of it stays as it is.

    A key that is taken out need not be one of ours: so does a file get rid of a wrong one. Raises as
    UserSettings.set does.
    """
    section, _, name = key.partition(".")
    if value is not None:
        setting = setting_of(key)
        value = setting.kind.toml(checked(setting, value, key))
    elif not name:
        raise YouCanFix(f"{key[:60]!r} is not the name of a setting.", "Write it as section.name.")
    with _locked(path):
        text = read_text(path)
        _parsed(text, path)
        changed = without_key(text, section, name) if value is None else with_key(text, section, name, value)
        if changed != text:
            write_atomically(path.resolve(), changed.encode())  # a link to the file stays a link


def checked(setting: Setting, value: Any, where: str) -> Any:
    """The value, of the setting's kind; raises YouCanFix that begins with `where`."""
    try:
        return setting.kind.check(value)
    except ValueError:
        raise _unfit(setting, value, where) from None


def typed(setting: Setting, text: str, where: str) -> Any:
    """The value that a person typed; raises YouCanFix that begins with `where`."""
    try:
        return setting.kind.read(text)
    except ValueError:
        raise _unfit(setting, text, where) from None


def read_text(path: Path) -> str:
    """The text of a file of settings, empty where there is none; raises YouCanFix."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise YouCanFix(
            f"The settings {path} cannot be read: {error.strerror}.", "Let your user read that file."
        ) from error
    except UnicodeDecodeError as error:
        raise YouCanFix(f"The settings {path} are not text in UTF-8.", _AWAY) from error


_AWAY = "Correct it, or move the file away to begin with the defaults."


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueErrors of tomllib name line and column
        raise YouCanFix(f"The settings {path} are not TOML: {error}.", _AWAY) from error


def _from_file(text: str, path: Path) -> dict[str, Any]:
    """The values of a file by key."""
    values: dict[str, Any] = {}
    for section, table in _parsed(text, path).items():
        if section not in SECTIONS:
            raise YouCanFix(f"{path} has no table [{section}].", _nearest(section, list(SECTIONS)))
        if not isinstance(table, dict):
            raise YouCanFix(f"{section!r} in {path} is not a table.", f"Begin it with [{section}].")
        for name, value in table.items():
            key = f"{section}.{name}"
            if key not in BY_KEY:
                near = _nearest(key, [one.key for one in SETTINGS if one.section == section])
                raise YouCanFix(
                    f"{_where(path, text, section, name)} is no setting.",
                    f"{near} `conflux config unset {key}` takes it out.",
                )
            try:
                values[key] = BY_KEY[key].kind.check(value)
            except ValueError:
                raise _unfit(BY_KEY[key], value, _where(path, text, section, name)) from None
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The values of variables by key; an empty variable is none."""
    variables = {setting.variable: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name, text in environment.items():
        if not text or not name.startswith(tuple(f"CONFLUX_{section.upper()}_" for section in SECTIONS)):
            continue
        if name not in variables:
            raise YouCanFix(
                f"The variable {name} of the environment is no setting.", _nearest(name, list(variables))
            )
        setting = variables[name]
        values[setting.key] = typed(setting, text, f"The variable {name}")
    return values


def _where(path: Path, text: str, section: str, name: str) -> str:
    """File, line and key; the line is looked for only now that it is needed."""
    line = line_of(text, section, name)
    return f"{path}, line {line}: {section}.{name}" if line else f"{path}: {section}.{name}"


def _unfit(setting: Setting, value: Any, where: str) -> YouCanFix:
    return YouCanFix(f"{where} cannot be {str(value)[:60]!r}.", f"It must be {setting.kind.words}.")


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=3, cutoff=0.5) or known
    return f"Use {', '.join(near[:-1])} or {near[-1]}." if len(near) > 1 else f"Use {near[0]}."


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One program at a time changes the file: each reads it, changes a line and writes it back."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(path.with_name(".settings.lock"), _LOCK_SECONDS, mode=0o600).acquire()
    except Timeout as error:
        raise TryAgain(f"Another program is changing {path}.", "Try again when it has ended.") from error
    except OSError as error:
        raise YouCanFix(
            f"{path} cannot be written: {error.strerror}.", "Let your user write into its folder."
        ) from error
    with lock:
        yield

"""What PyInstaller collected in; a folder with the licence and notice of every part, or a refusal, out."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

LICENCES = Path(__file__).parent / "licences"
"""Texts of licences that some packages name without carrying them."""

EXCEPTIONS = {
    "pyinstaller": "GPL-2.0-or-later, with an exception for bootloader and bundle: they may have any licence",
}
"""Packages under the GPL whose part in the bundle is allowed in words of their licence."""

SYSTEM = {
    "libbz2-1.0": "bzip2-1.0.6",
    "libexpat1": "MIT",
    "libffi8": "MIT",
    "liblzma5": "0BSD",
    "libsqlite3-0": "public domain",
    "libssl3": "Apache-2.0",
    "libuuid1": "BSD-3-Clause",
    "libxcb-cursor0": "MIT",
    "libxcb-icccm4": "MIT",
    "libxcb-image0": "MIT",
    "libxcb-keysyms1": "MIT",
    "libxcb-render-util0": "MIT",
    "libxcb-util1": "MIT",
    "libxcb-xkb1": "MIT",
    "libxkbcommon-x11-0": "MIT",
    "libxkbcommon0": "MIT",
    "zlib1g": "Zlib",
}
"""Packages of Debian whose libraries may come along, with the licence of those libraries."""

_GPL = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
_NOTICE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_LGPL = re.compile(r"\bLGPL")


class Unfit(Exception):  # noqa: N818 - it says what the bundle is
    """Something in the bundle has no notice, or a licence that must not be there."""


@dataclass(frozen=True)
class Part:
    """One line of NOTICES.txt."""

    name: str
    version: str
    licence: str


def write_notices(collected: Iterable[tuple[str, str]], folder: Path) -> tuple[Part, ...]:
    """Fill `folder` with the notices of all that was collected, and a list of it.

    Args:
        collected: name in the bundle and source of each file, as conflux.spec wrote them.
        folder: made anew.

    Raises:
        Unfit: a part whose licence is not among those that may be shipped, or that has no notice.
    """
    shutil.rmtree(folder, ignore_errors=True)
    sources = [Path(source) for _, source in collected if source.startswith("/")]
    parts = [_python(folder), _contracts(folder)]
    parts += [_package(package, folder) for package in bundled(sources)]
    parts += [_system(name, folder) for name in sorted(system_packages(sources))]
    lines = [f"{part.name} {part.version}: {part.licence}" for part in parts]
    head = (
        "Conflux contains the following parts; the folders beside this file hold their licences and notices."
    )
    (folder / "NOTICES.txt").write_text("\n".join([head, "", *lines, ""]), encoding="utf-8")
    return tuple(parts)


def bundled(sources: Iterable[Path]) -> list[Distribution]:
    """The installed packages that any of `sources` belongs to, and the one that made the program's start."""
    wanted = {str(source) for source in sources}
    found: dict[str, Distribution] = {}
    for package in distributions():
        name = package.name.lower()
        files = (str(package.locate_file(file)) for file in package.files or ())
        if name in {"conflux", *EXCEPTIONS} or any(
            file in wanted for file in files if "dist-info" not in file
        ):
            found.setdefault(name, package)
    return [found[name] for name in sorted(found)]


def licence_of(package: Distribution) -> str:
    """What a package says about its licence, on one line; raises Unfit where only the GPL is left."""
    facts = package.metadata
    said = [facts[field] for field in ("License-Expression", "License") if field in facts]
    said += [line.split("::")[-1] for line in facts.get_all("Classifier") or () if line.startswith("License")]
    words = next((text.strip().splitlines()[0] for text in said if text.strip()), "")
    if package.name.lower() in EXCEPTIONS:
        return EXCEPTIONS[package.name.lower()]
    choices = re.split(r"\s+OR\s+", words)
    if all(_GPL.search(choice) for choice in choices) and words:
        raise Unfit(f"{package.name} is under {words!r}, which may not be shipped.")
    return words


def _package(package: Distribution, folder: Path) -> Part:
    """Its own notices, copied; or what it says about itself, with the text of the licence that it names."""
    licence, place = licence_of(package), folder / f"{package.name}-{package.version}"
    place.mkdir(parents=True)
    own = [file for file in package.files or () if "dist-info" in str(file) and _NOTICE.search(file.name)]
    for number, file in enumerate(own):
        name = file.name if [one.name for one in own].count(file.name) == 1 else f"{number}-{file.name}"
        shutil.copyfile(str(package.locate_file(file)), place / name)
    texts = (
        _texts(package.name, licence)
        if not own or package.name in {"PySide6_Essentials", "shiboken6"}
        else ()
    )
    if not own and not texts:
        raise Unfit(f"{package.name} comes without a notice, and {licence!r} is no text that lies here.")
    for text in texts:
        shutil.copyfile(LICENCES / text, place / text)
    if not own:
        facts = package.metadata
        about = [
            f"{key}: {facts[key]}"
            for key in ("Name", "Version", "Author", "Home-page", "License")
            if key in facts
        ]
        (place / "ABOUT.txt").write_text("\n".join(about) + "\n", encoding="utf-8")
    return Part(package.name, package.version, licence or "see its notice")


def _texts(name: str, licence: str) -> tuple[str, ...]:
    if _LGPL.search(licence):
        return ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt.txt")
    is_mit = re.search(r"\bMIT\b", licence) or name == "conflux"
    return ("MIT.txt",) if is_mit else ()


def _python(folder: Path) -> Part:
    """The interpreter's own licence, which speaks for what is built into it, too."""
    place = folder / "Python"
    place.mkdir(parents=True)
    for root in (sysconfig.get_path("stdlib"), "/usr/share/doc/python3"):
        for name in ("LICENSE.txt", "copyright"):
            if (Path(root) / name).exists():
                shutil.copyfile(Path(root) / name, place / name)
    if not any(place.iterdir()):
        raise Unfit("The licence of this Python was not found.")
    return Part("Python", sysconfig.get_python_version(), "PSF-2.0")


def _contracts(folder: Path) -> Part:
    """The compiled contracts hold code of OpenZeppelin, whose npm package carries no text of its licence."""
    place = folder / "OpenZeppelin Contracts"
    place.mkdir()
    about = (
        "OpenZeppelin Contracts 5.7.0, MIT, by the OpenZeppelin Community <maintainers@openzeppelin.org>\n"
    )
    (place / "ABOUT.txt").write_text(about, encoding="utf-8")
    shutil.copyfile(LICENCES / "MIT.txt", place / "MIT.txt")
    return Part("OpenZeppelin Contracts", "5.7.0", "MIT")


def system_packages(sources: Iterable[Path]) -> Mapping[str, Path]:
    """Debian's packages that libraries among `sources` come from, each with one of them."""
    found: dict[str, Path] = {}
    for source in sources:
        if source.parts[1:2] in {("lib",), ("usr",), ("lib64",)}:
            found.setdefault(_owner(source), source)
    return found


def _owner(library: Path) -> str:
    """Who brought a library of the system; its path is asked for as it was before and after /lib moved."""
    real = library.resolve()
    words = [shutil.which("dpkg-query") or "/usr/bin/dpkg-query", "-S"]
    for path in (
        library,
        real,
        Path("/usr") / library.relative_to("/"),
        Path("/") / real.relative_to("/usr"),
    ):
        asked = subprocess.run([*words, str(path)], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            return asked.stdout.split(":")[0]
    raise Unfit(f"No package of Debian says that it brought {library}.")


def _system(name: str, folder: Path) -> Part:
    if name not in SYSTEM:
        raise Unfit(f"Libraries of {name} are in the bundle, and it is not known under which licence.")
    place = folder / name
    place.mkdir()
    shutil.copyfile(Path("/usr/share/doc") / name / "copyright", place / "copyright")
    return Part(name, "as in Debian", SYSTEM[name])

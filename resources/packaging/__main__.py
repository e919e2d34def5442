"""The environment that `make bundle` made in; dist/ with the app's .deb, .tar.xz and their sums out."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from app import __version__
from resources.packaging.archives import QUICK, SMALL, write_deb, write_sums, write_tar
from resources.packaging.notices import write_notices

ROOT = Path(__file__).resolve().parents[2]
RECIPES = Path(__file__).parent
WORK = ROOT / "build/bundle-work"
APP = ROOT / "build/bundle/conflux"
SHARE = ROOT / "build/bundle/share"
DIST = ROOT / "dist"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main() -> int:
    """Build everything, saying what is done and how large it became."""
    parser = argparse.ArgumentParser(prog="python -m resources.packaging", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="compress less: sooner done, a tenth larger")
    effort: Literal[3, 6] = QUICK if parser.parse_args().quick else SMALL
    time = _time_of_tree()
    _freeze(time)
    parts = write_notices(_collected(), APP / "licenses")
    _say(f"{len(parts)} parts, each with its notice")
    _write_share(time)
    made = _pack(time, effort)
    for path in (APP, *made):
        _say(f"{path.relative_to(ROOT)}: {_size(path) / 1e6:,.0f} MB")
    return 0


def _time_of_tree() -> int:
    """UTC seconds of the newest commit, or SOURCE_DATE_EPOCH: one tree, one set of times."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    words = ["git", "log", "-1", "--format=%ct"]
    return int(subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _freeze(time: int) -> None:
    """Collect the app and what it needs into a folder; minutes."""
    shutil.rmtree(APP.parent, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    where = ["--distpath", str(APP.parent), "--workpath", str(WORK)]
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *where,
         str(RECIPES / "conflux.spec")],
        cwd=ROOT, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(time), "PYTHONHASHSEED": "1"},
    )  # fmt: skip


def _collected() -> list[tuple[str, str]]:
    (found,) = WORK.rglob("collected.json")
    return [(name, source) for name, source in json.loads(found.read_text(encoding="utf-8"))]


def _write_share(time: int) -> None:
    """What a desktop reads: its entry with the handler of links, the description, icons in every size."""
    shutil.rmtree(SHARE, ignore_errors=True)
    day = datetime.fromtimestamp(time, UTC).date().isoformat()
    _fill("conflux.metainfo.xml", SHARE / "metainfo/conflux.metainfo.xml", VERSION=__version__, DATE=day)
    _fill("conflux.desktop", SHARE / "applications/conflux.desktop")
    icons = SHARE / "icons/hicolor"
    for size in ICON_SIZES:
        (icons / f"{size}x{size}/apps").mkdir(parents=True)
    drawn = [f"{size}={icons / f'{size}x{size}/apps/conflux.png'}" for size in ICON_SIZES]
    subprocess.run([sys.executable, "-m", "ui.app_icon", *drawn], cwd=ROOT, check=True)
    (icons / "scalable/apps").mkdir(parents=True)
    shutil.copyfile(ROOT / "resources/conflux.svg", icons / "scalable/apps/conflux.svg")


def _fill(recipe: str, target: Path, **values: str) -> None:
    text = (RECIPES / "linux" / recipe).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _pack(time: int, effort: Literal[3, 6]) -> tuple[Path, ...]:
    """The archives, named by version and machine, and their sums; dist/ gets them when all are whole."""
    machine = platform.machine()
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    folder = f"conflux-{__version__}"
    plain = WORK / f"{folder}-linux-{machine}.tar.xz"
    files = {f"{folder}/{name}": path for name, path in _tree(APP).items()}
    files |= {f"{folder}/share/{name}": path for name, path in _tree(SHARE).items()}
    write_tar(files, plain, time, effort)
    package = WORK / f"conflux_{__version__}_{architecture}.deb"
    _pack_deb(package, architecture, time, effort)
    sums = WORK / "SHA256SUMS"
    write_sums((plain, package), sums)
    DIST.mkdir(exist_ok=True)
    return tuple(Path(shutil.move(path, DIST / path.name)) for path in (plain, package, sums))


def _pack_deb(target: Path, architecture: str, time: int, effort: Literal[3, 6]) -> None:
    """The same files where Debian wants them."""
    link = WORK / "conflux-link"
    link.unlink(missing_ok=True)
    link.symlink_to("/opt/conflux/conflux")
    files = {f"opt/conflux/{name}": path for name, path in _tree(APP).items()}
    files |= {f"usr/share/{name}": path for name, path in _tree(SHARE).items()}
    files["usr/bin/conflux"] = link
    files["usr/share/doc/conflux/copyright"] = APP / "licenses/NOTICES.txt"
    data = WORK / "data.tar.xz"
    write_tar(files, data, time, effort)
    described = WORK / "control"
    libc = platform.libc_ver()[1]
    _fill("control", described, VERSION=__version__, ARCHITECTURE=architecture, GLIBC=libc)
    write_deb(data, described.read_text(encoding="utf-8"), files, target, time)
    data.unlink()


def _tree(folder: Path) -> dict[str, Path]:
    """Files and links below a folder, by their places in it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def _size(path: Path) -> int:
    files = _tree(path).values() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if not file.is_symlink())


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

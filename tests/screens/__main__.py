"""The record of a local network in, made anew where asked; the pictures of README and help out."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from ui.languages import LANGUAGES, SOURCE, speak

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources/docs/screens"
OTHERS = ROOT / "build/screens"
"""Pictures in other languages than English: looked at, not kept."""


def main():
    """Draw the pictures of each language in a process of its own: a language is chosen once, at the start."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("--record", action="store_true", help="live through a local network's rounds first")
    parser.add_argument("--language", help="draw this language only, in this process")
    options = parser.parse_args()
    if options.record:
        _record()
    if options.language:
        return _draw(options.language)
    for language in LANGUAGES:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.screens", "--language", language]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    return 0


def _record():
    from tests.screens.pictures import ask_all
    from tests.screens.state import record_anew

    record_anew(ask_all)


def _draw(language):
    from ui.desktop import make_application

    speak(make_application(), language)  # before the screens are imported
    from tests.screens.pictures import draw_all, png, rasteriser
    from tests.screens.state import recorded

    folder = FOLDER if language == SOURCE else OTHERS / language
    folder.mkdir(parents=True, exist_ok=True)
    with recorded() as (trader, record):
        drawn = {name: png(image) for name, image in draw_all(trader).items()}
    if record.missing:
        print(f"{len(record.missing)} questions are not in the record, the first: {record.missing[0]!r}.")
        print("Run `python -m tests.screens --record`.")
        return 1
    for old in folder.glob("*.png"):
        old.unlink()
    for name, data in drawn.items():
        (folder / f"{name}.png").write_bytes(data)
    (folder / "rasteriser.txt").write_text(rasteriser() + "\n", encoding="utf-8")
    size = sum(map(len, drawn.values()))
    print(f"{len(drawn)} pictures ({language}), {size / 1e6:.1f} MB, in {folder.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

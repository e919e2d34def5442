"""The first line of every product file in, resources/docs/dev/map.md out; `make format` writes it."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "resources/docs/dev/map.md"
PACKAGES = ("core", "app", "ui", "contracts", "resources")


def main() -> None:
    """Write the map anew."""
    MAP.write_text(map_text(), encoding="utf-8")


def map_text() -> str:
    """One table a folder: file and what goes in and comes out."""
    lines = [
        "# Map: every file and what goes in and comes out",
        "",
        "Written by `make format` from the files' first lines.",
    ]
    folder = None
    for path in product_files():
        if path.parent != folder:
            folder = path.parent
            lines += ["", f"## {folder.relative_to(ROOT).as_posix()}", "", "| file | in, out |", "|---|---|"]
        lines.append(f"| {path.name} | {first_line(path).replace('|', '/')} |")
    return "\n".join(lines) + "\n"


def product_files() -> list[Path]:
    """Python files of the product that git tracks or would track, sorted by folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *(f"{name}/*.py" for name in PACKAGES)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    paths = {ROOT / name for name in listed if (ROOT / name).exists()}
    return sorted(
        paths, key=lambda path: (PACKAGES.index(path.relative_to(ROOT).parts[0]), path.parent, path.name)
    )


def first_line(path: Path) -> str:
    """The first line of the module's docstring, empty where there is none."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    return docstring.splitlines()[0] if docstring else ""


if __name__ == "__main__":
    main()

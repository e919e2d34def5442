"""The table of indicators in, its lines in resources/docs/dev/features.md out; `make format` writes them."""

from pathlib import Path

from core.features.indicators import INDICATORS

PAGE = Path(__file__).resolve().parents[1] / "resources/docs/dev/features.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def main() -> None:
    """Write the table anew and leave the words around it."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(before + BEGIN + table_text() + END + rest.split(END)[1], encoding="utf-8")


def table_text() -> str:
    """One line an indicator."""
    lines = ["| name | reads | look-back | source | begins with |", "|---|---|---|---|---|"]
    for one in INDICATORS:
        cells = (one.name, ", ".join(one.inputs), one.look_back, one.source, one.seeding)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

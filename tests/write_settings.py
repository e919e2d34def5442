"""The table of settings in, its lines in resources/docs/settings.md out; `make format` writes them."""

from pathlib import Path

from app.user_settings import SECTIONS, SETTINGS

PAGE = Path(__file__).resolve().parents[1] / "resources/docs/settings.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def main() -> None:
    """Write the tables anew and leave the words around them."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(before + BEGIN + table_text() + END + rest.split(END)[1], encoding="utf-8")


def table_text() -> str:
    """A table a section, a line a setting."""
    parts = []
    for section, title in SECTIONS.items():
        lines = [f"## {title}: `[{section}]`", ""]
        lines += ["| key | default | must be | what it does | restart |", "|---|---|---|---|---|"]
        for one in SETTINGS:
            if one.section == section:
                restart = "yes" if one.needs_restart else "no"
                cells = (f"`{one.name}`", f"`{one.kind.toml(one.default)}`", one.kind.words)
                lines.append(f"| {' | '.join((*cells, f'**{one.title}.** {one.description}', restart))} |")
        parts.append("\n".join(lines) + "\n")
    return "\n" + "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()

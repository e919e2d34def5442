"""A resource's name in, the path of its file out, in a checkout, an installation and a frozen bundle."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """The file of `name`, as "icons/house.svg"; raises FileNotFoundError where the bundle lacks it."""
    found = _ROOT / name
    if not found.exists():
        raise FileNotFoundError(f"the resource {name!r} is missing from this installation")
    return found

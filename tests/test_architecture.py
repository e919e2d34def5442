"""The tree against its own documents: map, first lines, broad excepts, what the first paint may import."""

import ast
import json
import subprocess
import sys

import pytest

from tests.write_map import MAP, ROOT, first_line, map_text, product_files

HEAVY = {"torch", "pandas", "web3", "ccxt", "ta", "talib", "pyqtgraph"}


def test_the_map_says_what_the_files_say():
    assert map_text() == MAP.read_text(encoding="utf-8"), "run `make format`"


def test_every_file_opens_with_what_goes_in_and_comes_out():
    assert [path for path in product_files() if not first_line(path)] == []


def test_nothing_swallows_every_error():
    broad = {
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node)
    }
    assert {place.split(":")[0] for place in broad} <= CATCH_ALLS, broad


CATCH_ALLS = {"app/jobs.py", "app/service.py"}
"""Both carry a bug from one thread to the one that waits for it, and raise it there."""


def _is_broad(kind):
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def _raises_again(handler):
    return any(isinstance(node, ast.Raise) for statement in handler.body for node in ast.walk(statement))


@pytest.mark.parametrize(
    "module", ["app.trader", "app.settings", "app.ports", "app.bootstrap", "app.__main__"]
)
def test_light_modules_import_nothing_heavy(module):
    code = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    )
    assert HEAVY & set(loaded) == set()

"""Solidity sources in, artifacts/*.json out: `python -m contracts.build`; with `--check` it only compares.

The compiler and the library come from npm (`npm install` in this folder, versions in package.json); soljson
runs inside Python through mini-racer, or in node where that is missing. Only who changes a contract needs it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts import FOLDER, NAMES

SETTINGS: dict[str, Any] = {
    "optimizer": {"enabled": True, "runs": 1_000},
    "evmVersion": "cancun",
    "metadata": {"bytecodeHash": "none", "appendCBOR": False},
    "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"]}},
}
MAX_DEPLOYED_BYTES = 24_576
"""EIP-170: no chain accepts a larger contract."""

_NODE_SCRIPT = """
const solc = require(process.argv[1]);
let input = '';
process.stdin.on('data', (part) => (input += part));
process.stdin.on('end', () => process.stdout.write(solc.compile(input)));
"""


class CompilerMissing(Exception):  # noqa: N818 - reads as what happened
    """npm's solc or OpenZeppelin is not installed."""


def modules_folder() -> Path:
    """The folder with npm's packages: CONFLUX_NODE_MODULES or contracts/node_modules.

    Raises:
        CompilerMissing: a package is not there.
    """
    folder = Path(os.environ.get("CONFLUX_NODE_MODULES", FOLDER / "node_modules"))
    for part in ("solc/soljson.js", "@openzeppelin/contracts/package.json"):
        if not (folder / part).is_file():
            raise CompilerMissing(f"{folder / part} is missing; run `npm install` in {FOLDER}")
    return folder


def compile_all() -> dict[str, dict[str, Any]]:
    """The artifact of every contract of NAMES; raises what `compile_folder` does."""
    compiled = compile_folder(FOLDER / "src")
    return {name: compiled[name] for name in NAMES}


def compile_folder(folder: Path) -> dict[str, dict[str, Any]]:
    """The artifacts of the contracts that have a file of their name in `folder`.

    Raises:
        CompilerMissing: there is no compiler, or nothing to run it in.
        ValueError: a source does not compile, warns, or is too large; the message says where.
    """
    modules = modules_folder()
    request = {"language": "Solidity", "settings": SETTINGS, "sources": _sources(folder, modules)}
    answer = json.loads(_compiler(modules)(json.dumps(request)))
    complaints = [problem["formattedMessage"] for problem in answer.get("errors", []) if _counts(problem)]
    if complaints:
        raise ValueError("\n".join(complaints))
    named = {
        path.stem: answer["contracts"].get(path.name, {}).get(path.stem) for path in folder.glob("*.sol")
    }
    return {name: _artifact(name, contract) for name, contract in sorted(named.items()) if contract}


def _counts(problem: dict[str, Any]) -> bool:
    """Whether a complaint stops the build: a warning in our own code that holds money does."""
    return problem["severity"] == "error" or not problem["sourceLocation"]["file"].startswith("@")


def _sources(folder: Path, modules: Path) -> dict[str, dict[str, str]]:
    """The sources and all they import, by import path; soljson itself touches no disk."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sol"))}
    waiting = list(sources)
    while waiting:
        here = waiting.pop()
        for line in sources[here].splitlines():
            if not line.startswith(("import ", "} from ")):
                continue
            target = _resolve(here, line.split('"')[1])
            if target not in sources:
                sources[target] = (modules / target).read_text(encoding="utf-8")
                waiting.append(target)
    return {path: {"content": text} for path, text in sorted(sources.items())}


def _resolve(importer: str, target: str) -> str:
    """The import path of `target` seen from `importer`, as solc forms it."""
    if not target.startswith("."):
        return target
    return os.path.normpath(os.path.join(os.path.dirname(importer), target)).replace(os.sep, "/")  # noqa: PTH118, PTH120 - virtual paths


def _compiler(modules: Path) -> Callable[[str], str]:
    """A function from standard JSON to standard JSON."""
    try:
        from py_mini_racer import MiniRacer  # noqa: PLC0415 - only who builds has it
    except ImportError:
        return _node_compiler(modules)
    engine = MiniRacer()
    # soljson asks for the globals of a browser or of node; a bare V8 has neither.
    engine.eval("var self = this; var Module = {};")
    engine.eval((modules / "solc/soljson.js").read_text(encoding="utf-8") + "\n;0")
    call = "Module.cwrap('solidity_compile', 'string', ['string', 'number', 'number'])({}, 0, 0)"
    return lambda request: str(engine.eval(call.format(json.dumps(request))))


def _node_compiler(modules: Path) -> Callable[[str], str]:
    node = shutil.which("node")
    if node is None:
        raise CompilerMissing("neither mini-racer nor node is installed")

    def run(request: str) -> str:
        command = [node, "-e", _NODE_SCRIPT, str(modules / "solc")]
        return subprocess.run(command, input=request, capture_output=True, text=True, check=True).stdout

    return run


def _artifact(name: str, compiled: dict[str, Any]) -> dict[str, Any]:
    size = len(compiled["evm"]["deployedBytecode"]["object"]) // 2
    if size > MAX_DEPLOYED_BYTES:
        raise ValueError(f"{name} has {size} bytes; a chain accepts {MAX_DEPLOYED_BYTES}")
    abi = [_slim(entry) for entry in compiled["abi"]]
    return {
        "name": name,
        "deployed_bytes": size,
        "abi": abi,
        "bytecode": "0x" + compiled["evm"]["bytecode"]["object"],
    }


def _slim(entry: Any) -> Any:
    """An ABI entry without `internalType`, which nothing reads."""
    if isinstance(entry, list):
        return [_slim(item) for item in entry]
    if isinstance(entry, dict):
        return {key: _slim(value) for key, value in entry.items() if key != "internalType"}
    return entry


def _text(artifact: dict[str, Any]) -> str:
    """The artifact's file: an ABI entry a line, so that a change shows as a small difference."""
    entries = ",\n".join("    " + json.dumps(entry) for entry in artifact["abi"])
    head = f'{{\n  "name": "{artifact["name"]}",\n  "deployed_bytes": {artifact["deployed_bytes"]},\n'
    return f'{head}  "abi": [\n{entries}\n  ],\n  "bytecode": "{artifact["bytecode"]}"\n}}\n'


def differences() -> list[str]:
    """Names of contracts whose committed artifact is not what the sources compile to."""
    folder = FOLDER / "artifacts"
    compiled = {name: _text(artifact) for name, artifact in compile_all().items()}
    stale = [path.stem for path in folder.glob("*.json") if path.stem not in compiled]
    for name, text in compiled.items():
        path = folder / f"{name}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    return sorted(stale)


def main(arguments: list[str] | None = None) -> int:
    """Build, or with --check compare; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m contracts.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed artifacts")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            stale = differences()
            print("stale: " + ", ".join(stale) if stale else "artifacts match the sources")  # noqa: T201 - a command
            return int(bool(stale))
        for name, artifact in compile_all().items():
            (FOLDER / "artifacts" / f"{name}.json").write_text(_text(artifact), encoding="utf-8")
            print(f"{name}: {artifact['deployed_bytes']} bytes")  # noqa: T201 - a command
    except CompilerMissing as reason:
        print(f"skipped: {reason}")  # noqa: T201 - a command
        return 0 if options.check else 1
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

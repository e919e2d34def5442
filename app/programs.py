"""The words of a part of Conflux in; the command that starts it as a process of its own, also frozen, out."""

import runpy
import sys

MODULES = ("app.simulation.coordinator_process", "ui.screenshot")
"""Modules that run as programs of their own, in a checkout as `python -m MODULE`."""
RUN_MODULE = "run-module"
"""The hidden word by which a bundle, which has no `python -m`, runs one of them."""


def is_frozen() -> bool:
    """True inside of a bundle, where `sys.executable` is Conflux itself and no Python."""
    return bool(getattr(sys, "frozen", False))


def conflux(*words: str) -> list[str]:
    """What starts `conflux` with `words` from the same files as this process."""
    return [sys.executable, *words] if is_frozen() else [sys.executable, "-m", "app", *words]


def program(module: str, *words: str) -> list[str]:
    """What starts one of MODULES with `words`."""
    if module not in MODULES:
        raise ValueError(module)
    if is_frozen():
        return [sys.executable, RUN_MODULE, module, *words]
    return [sys.executable, "-m", module, *words]


def run_module(module: str, *words: str) -> None:
    """Be the program `module` with `words`; SystemExit is its own."""
    if module not in MODULES:
        raise ValueError(module)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)

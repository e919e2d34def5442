"""Rounds of growing size in; CPU seconds, memory and bytes of each party beside their bars out.

Why: what a round costs decides whether a trader's laptop can take part and whether an operator can serve a
thousand of them on one core. Real clients and a real coordinator in a process of its own (`conflux
simulate-round`), 5 % lost after message 2. The peer is Flower's SecAgg+ with as many clients, run by the
interpreter of an environment that holds it, since it can't share ours (see flower_peer.py).

    python -m tests.benchmarks.bench_round [--sizes 50x100000,50x1000000] [--line] [--full]
        [--flower ENVIRONMENT/bin/python] [--json FILE]

`--line` adds 100, 200, 400 and 1,000 clients of 100,000 parameters, `--full` also 1,000 of a million.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from app.simulation.acts import simulate

DEFAULT = "50x100000,50x1000000"
LINE = "100x100000,200x100000,400x100000,1000x100000"
FULL = "1000x1000000"
DROP = 0.05

SERVER_BARS = {(50, 100_000): 1.0, (1000, 100_000): 6.0, (1000, 1_000_000): 30.0}
CLIENT_BARS = {1_000_000: 2.0}
MEMORY_BAR_MIB = 2048
UPLOAD_BAR_BESIDE = 64 * 1024
"""Bytes that a client may send beside 8 a parameter."""


def measured(clients, parameters):
    """The JSON of one round; raises AssertionError when it is not whole."""
    outcome = simulate(clients, parameters, DROP)[-1]
    if outcome.breach or outcome.aborted or not (outcome.sum_exact and outcome.scores_exact):
        raise AssertionError(f"the round of {clients} x {parameters} broke: {outcome.breach}")
    return outcome.as_json()


def bars(clients, parameters):
    """The bar of each figure, where it has one."""
    return {
        "server_cpu_s": SERVER_BARS.get((clients, parameters)),
        "server_peak_mib": MEMORY_BAR_MIB,
        "client_cpu_s": CLIENT_BARS.get(parameters),
        "upload_bytes": 8 * parameters + UPLOAD_BAR_BESIDE,
    }


def missed(figures, limits):
    """The names of the figures that are above their bars."""
    return [name for name, limit in limits.items() if limit is not None and figures[name] > limit]


def steps(figures):
    """The server's CPU seconds of each step, on one line."""
    spent = figures["server_cpu_s_by_step"]
    return "  ".join(f"{step} {seconds:.2f}" for step, seconds in spent.items() if seconds >= 0.01)


def flower(python, clients, parameters):
    """CPU seconds of Flower's server for a round of the same size; None without its environment."""
    script = Path(__file__).with_name("flower_peer.py")
    command = [python, str(script), "--clients", str(clients), "--parameters", str(parameters)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def show(figures, limits):
    """Print a round's figures beside their bars."""
    for name, limit in limits.items():
        bar = "" if limit is None else f"bar {limit:,}"
        print(f"  {name:18s} {figures[name]:14,.2f}  {bar}")
    print(f"  server by step: {steps(figures)}", flush=True)


def main() -> int:
    """Print the figures; exit 1 when one is above its bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=DEFAULT, help="clients x parameters, with commas between")
    parser.add_argument("--line", action="store_true", help="up to 1,000 clients of 100,000 parameters")
    parser.add_argument("--full", action="store_true", help="the line and 1,000 clients of a million")
    parser.add_argument("--flower", default=os.environ.get("CONFLUX_FLOWER_PYTHON", ""), metavar="PYTHON")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chosen = [options.sizes, *([LINE] if options.line or options.full else []), *([FULL] * options.full)]
    found, is_above = [], False
    for size in ",".join(chosen).split(","):
        clients, parameters = map(int, size.split("x"))
        print(f"{clients:,} clients, {parameters:,} parameters, {DROP:.0%} lost", flush=True)
        figures, limits = measured(clients, parameters), bars(clients, parameters)
        show(figures, limits)
        is_above |= bool(missed(figures, limits))
        found.append(figures | {"parameters": parameters})
    if options.flower:
        peer = flower(options.flower, 50, 100_000)
        print(f"Flower {peer['version']}, SecAgg+ in process, 50 clients, 100,000 parameters")
        word = "right" if peer["is_mean"] else "wrong"
        print(f"  server_cpu_s       {peer['server_cpu_s']:14,.2f}  mean {word}")
        found.append(peer)
    else:
        print("Flower: not run; name the interpreter of an environment that holds it with --flower.")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return int(is_above)


if __name__ == "__main__":
    sys.exit(main())

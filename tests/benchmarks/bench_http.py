"""Clients, parameters and empty polls in; what a coordinator costs over real HTTP, beside its bars, out.

Why: an operator's coordinator must carry a round of 200 traders on a small machine, and every trader's app
asks it all day long whether a round has moved. Bars: 200 clients finish a round of 100,000 parameters, from
the first join to the settled scores, within 60 s of wall time; a poll that ends without news costs at most
1 ms of the server's CPU.

    python -m tests.benchmarks.bench_http [--clients 200] [--polls 2000] [--json FILE]

The coordinator is the command `conflux coordinator` with its SQLite log, the chain and the market are a local
network's, all processes of their own; the clients are real sessions over the app's HTTP client. One machine
plays them all: the CPU of 200 clients counts into the wall time, which their own machines would share. Not
counted: bonds, the vectors that each client computes from candles before it needs them, and the days of the
horizon, which the market's clock jumps over. The chain's facts are read once for all clients of a process.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from core.errors import TryAgain
from core.federated.views import Aggregate
from core.privacy.fixed_point import integers_from_wire
from tests.benchmarks.http_clients import Fleet
from tests.benchmarks.http_stage import HIDDEN, Machine, Scorer, Stage, Usage

WALL_S, POLL_CPU_MS = 60.0, 1.0
CONNECTIONS, WAIT_S, IDLE_S = 200, 1.0, 5.0


class Timeline:
    """When the round moved, as one who waits for it sees it."""

    def __init__(self, http, view):
        self.moves = []
        self._thread = threading.Thread(target=self._watch, args=(http, view), daemon=True)
        self._thread.start()

    def _watch(self, http, view):
        while view["step"] not in ("settled", "aborted"):
            self.moves.append((time.monotonic(), view["step"], view["deadline_at"] > 0, view["published"]))
            view = http.json(f"rounds/{view['id']}", after=view["version"], wait=25)
        self.moves.append((time.monotonic(), view["step"], False, True))

    def seconds(self, since, until):
        """Seconds by step between two times; a step begins when the one before it closes."""
        found, moves = {}, [move for move in self.moves if move[0] <= until]
        for (at, step, *_), (end, *_) in zip(moves, [*moves[1:], (until,)], strict=True):
            if end > since:
                found[step] = round(found.get(step, 0.0) + end - max(at, since), 2)
        return found


def wait_for(http, holds):
    """The newest round's view, once it `holds`."""
    while True:
        with contextlib.suppress(TryAgain):  # no round was opened yet
            view = http.json("rounds/current")
            if holds(view):
                return view
        time.sleep(0.05)


class Bench:
    """One round over a stage, in two timed phases: up to the published model, and the scores."""

    def __init__(self, stage, usage, processes):
        self.stage, self.usage, self.processes = stage, usage, processes
        self.http, _ = stage.gateway()
        self.view = wait_for(self.http, lambda view: view["step"] == "join")
        self.timeline = Timeline(self.http, self.view)
        self.scorer = Scorer(stage, self.http)
        self.spec, reference = self.scorer.reference(self.view["id"])
        at = stage.folder / "reference.npy"
        np.save(at, reference)
        self.fleet = Fleet(stage.folder / "network.json", self.spec, stage.clients, processes, at)

    def publish(self):
        """From the first join to the model on chain."""
        return self._timed("publish", lambda view: view["published"])

    def score(self):
        """From the published gradient to the settled round; the days between are jumped over."""
        at = self.stage.folder / "gradient.npy"
        self.stage.clock.jump(self.spec.evaluation.end_at + 1)
        np.save(at, self.scorer.gradient(self.spec, self.view["next_model_digest"]))
        self.scorer.close()
        self.fleet.score(at)
        wait_for(self.http, lambda view: view["step"] == "open_score" and view["deadline_at"])
        return self._timed("settled", lambda view: view["step"] == "settled")

    def _timed(self, until, holds):
        begun, cpu, machine = time.monotonic(), self.usage.cpu_s(), Machine()
        found = self.fleet.follow(until)
        self.view = wait_for(self.http, holds)
        ended, (ours, others) = time.monotonic(), machine.used_s()
        return {
            **found,
            "wall_s": ended - begun,
            "server_cpu_s": self.usage.cpu_s() - cpu,
            "all_our_cpu_s": ours,
            "cpu_of_other_programs_s": others,
            "steps_s": self.timeline.seconds(begun, ended),
        }

    def is_exact(self):
        """Whether the published sum is that of the clients' own integers; and how many are in it."""
        published = Aggregate.from_bytes(self.http.raw(f"rounds/{self.view['id']}/aggregate"))
        survivors = [secret.of for secret in published.self_seeds]
        own = self.fleet.total(survivors)
        return bool(np.array_equal(integers_from_wire(published.total), own)), len(survivors)

    def figures(self, first, second):
        """Both phases together."""
        added = ("wall_s", "server_cpu_s", "client_cpu_s", "all_our_cpu_s", "cpu_of_other_programs_s")
        is_exact, survivors = self.is_exact()
        return {
            "clients": self.stage.clients,
            "parameters": self.spec.parameters,
            "survivors": survivors,
            "sum_exact": is_exact,
            "scored": len(self.view["scores"]),
            **{name: round(first[name] + second[name], 2) for name in added},
            "wall_to_publish_s": round(first["wall_s"], 2),
            "wall_scores_s": round(second["wall_s"], 2),
            "steps_s": first["steps_s"] | second["steps_s"],
            "server_peak_mib": round(self.usage.peak_mib),
            "client_processes": self.processes,
            "cores": os.cpu_count(),
            "bytes_up_a_client": round(float(np.mean(second["bytes_up"]))),
            "requests": second["requests"],
            "asked_again": second["retries"],
            "slowest_post_s": round(second["slowest_post_s"], 2),
            "chain": "the local network's own (py-evm over JSON-RPC), in a process of its own",
        }


def empty_polls(stage, usage, view, polls):
    """CPU of the server for polls that end without news, less what it uses when nobody asks."""
    each = -(-polls // CONNECTIONS)
    path = f"/v1/rounds/{view['id']}?after={view['version']}&wait={WAIT_S}"
    idle_begun, cpu = time.monotonic(), usage.cpu_s()
    time.sleep(IDLE_S)
    idle = (usage.cpu_s() - cpu) / (time.monotonic() - idle_begun)
    asyncio.run(ask_all(stage.network.coordinator_url, path, 1))  # connections and code are warm
    begun, cpu = time.monotonic(), usage.cpu_s()
    size = asyncio.run(ask_all(stage.network.coordinator_url, path, each))
    wall = time.monotonic() - begun
    spent, count = usage.cpu_s() - cpu, each * CONNECTIONS
    return {
        "polls": count,
        "connections": CONNECTIONS,
        "wait_s": WAIT_S,
        "wall_s": round(wall, 2),
        "answer_bytes": size,
        "idle_cpu_ms_a_second": round(1000 * idle, 2),
        "cpu_ms_a_poll": round(1000 * (spent - idle * wall) / count, 3),
    }


async def ask_all(url, path, times):
    """Ask `times` over each of many connections; the bytes of an answer's body."""
    sizes = await asyncio.gather(*(ask(url, path, times) for _ in range(CONNECTIONS)))
    return sizes[0]


async def ask(url, path, times):
    """One connection that is kept open, as the app's is."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    size = 0
    for _ in range(times):
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nUser-Agent: conflux\r\n"
            "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if " 200 " not in head.splitlines()[0]:
            raise RuntimeError(head)
        size = int(head.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(size)
    writer.close()
    return size


def show(round_, empty):
    """The figures beside their bars."""
    print(
        f"{round_['clients']} clients x {round_['parameters']:,} parameters over HTTP, "
        f"{round_['survivors']} in the sum, {round_['scored']} scored; sum exact: {round_['sum_exact']}\n"
        f"chain: {round_['chain']}\n"
        f"wall            {round_['wall_s']:9.2f} s    (bar {WALL_S:.0f}, on idle cores)\n"
        f"  to publish    {round_['wall_to_publish_s']:9.2f} s, scores {round_['wall_scores_s']:.2f} s\n"
        f"  by step       {', '.join(f'{step} {s:.1f}' for step, s in round_['steps_s'].items())}\n"
        f"server CPU      {round_['server_cpu_s']:9.2f} s, peak memory {round_['server_peak_mib']} MiB\n"
        f"clients' CPU    {round_['client_cpu_s']:9.2f} s in {round_['client_processes']} processes\n"
        f"all processes   {round_['all_our_cpu_s']:9.2f} s, chain, market and workers among them; meanwhile\n"
        f"                {round_['cpu_of_other_programs_s']:9.2f} s of the {round_['cores']} cores went to "
        f"other programs\n"
        f"up a client     {round_['bytes_up_a_client'] / 1000:9.0f} kB\n"
        f"requests        {round_['requests']:9d}, asked again {round_['asked_again']}, slowest answer to a "
        f"message {round_['slowest_post_s']:.2f} s\n"
        f"empty poll      {empty['cpu_ms_a_poll']:9.3f} ms   (bar {POLL_CPU_MS:.0f} of the server's CPU)\n"
        f"  {empty['polls']} polls of {empty['connections']} connections, {empty['answer_bytes']} bytes, "
        f"less idle {empty['idle_cpu_ms_a_second']:.1f} ms a second"
    )


def main() -> int:
    """Print the figures; exit 1 when a bar is missed or the sum is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument(
        "--hidden", type=int, default=HIDDEN, help="units of the model; 137: 100,150 parameters"
    )
    parser.add_argument("--processes", type=int, default=2, help="that play the clients")
    parser.add_argument("--polls", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Stage(Path(folder), options.clients, options.hidden) as stage,
    ):
        usage = Usage(stage.start_coordinator())
        try:
            bench = Bench(stage, usage, options.processes)
            first = bench.publish()
            empty = empty_polls(stage, usage, bench.view, options.polls)
            round_ = bench.figures(first, bench.score())
            bench.fleet.close()
        finally:
            usage.close()
    show(round_, empty)
    if options.json:
        options.json.write_text(json.dumps({"round": round_, "poll": empty}, indent=1), encoding="utf-8")
    is_missed = round_["wall_s"] > WALL_S or empty["cpu_ms_a_poll"] > POLL_CPU_MS
    return int(is_missed or not round_["sum_exact"])


if __name__ == "__main__":
    sys.exit(main())

"""A size in; CPU seconds of the server of Flower's SecAgg+ for one such round, as a line of JSON, out.

Runs under the interpreter of an environment that holds Flower and nothing of this project:

    python3 -m venv PEER && PEER/bin/pip install 'flwr[simulation]==1.41.*'
    PEER/bin/python tests/benchmarks/flower_peer.py --clients 50 --parameters 100000

Workflow and client mod are Flower's own and meet in this process; what the clients spend is taken off. Every
client has as many neighbours as in a round of ours of up to 77 clients: all. 5 % fall silent before their
masked vectors.
"""

import argparse
import json
import time
from importlib.metadata import version

import numpy as np
from flwr.app import ConfigRecord, Context, Error, Message, RecordDict
from flwr.client.mod import secaggplus_mod
from flwr.common import Code, FitIns, FitRes, Status, ndarrays_to_parameters, parameters_to_ndarrays
from flwr.common.secure_aggregation.secaggplus_constants import RECORD_KEY_CONFIGS, Key, Stage
from flwr.compat.common import recorddict_compat as compat
from flwr.server.compat.legacy_context import LegacyContext
from flwr.server.strategy import FedAvg
from flwr.server.workflow import SecAggPlusWorkflow
from flwr.server.workflow.constant import MAIN_CONFIGS_RECORD, MAIN_PARAMS_RECORD
from flwr.server.workflow.constant import Key as WorkflowKey
from flwr.supercore.task_identity import TaskIdentity

DROP = 0.05
EXAMPLES = 1000
"""The greatest weight that the workflow takes by default."""


class Proxy:
    """A client as the strategy names it."""

    def __init__(self, node_id):
        self.node_id = node_id
        self.cid = str(node_id)


class Everybody(FedAvg):
    """FedAvg over all clients of this process."""

    def __init__(self, proxies):
        super().__init__()
        self.proxies = proxies

    def configure_fit(self, server_round, parameters, client_manager):
        """The same instructions for all."""
        return [(proxy, FitIns(parameters, {})) for proxy in self.proxies]


class Manager:
    """Counts the clients."""

    def __init__(self, count):
        self.count = count

    def num_available(self):
        """All of them."""
        return self.count


class InProcess:
    """Flower's grid: a message goes to the client's mod and back; times what the clients spend."""

    def __init__(self, clients, parameters, silent):
        self.contexts = {node: context(node) for node in range(1, clients + 1)}
        self.update = np.random.default_rng(1).normal(0, 0.01, parameters)
        self.silent = silent
        self.client_s = 0.0

    def send_and_receive(self, messages, *, timeout=None):
        """Every client's reply."""
        started = time.process_time()
        replies = [self.reply(message) for message in messages]
        self.client_s += time.process_time() - started
        return replies

    def reply(self, message):
        """One client's reply, or the error that stands for its silence."""
        node = message.metadata.dst_node_id
        stage = message.content.config_records[RECORD_KEY_CONFIGS][Key.STAGE]
        if stage == Stage.COLLECT_MASKED_VECTORS and node in self.silent:
            return Message(Error(code=0, reason="silent"), reply_to=message)
        own = dict(message.content.items())
        for name, record in message.content.config_records.items():
            own[name] = ConfigRecord(dict(record))  # a client takes it apart; over a wire it has its own
        message.content = RecordDict(own)
        return secaggplus_mod(message, self.contexts[node], self.trained)

    def trained(self, message, _):
        """What training would give."""
        fitted = FitRes(Status(Code.OK, ""), ndarrays_to_parameters([self.update]), EXAMPLES, {})
        return Message(compat.fitres_to_recorddict(fitted, keep_input=True), reply_to=message)


def context(node):
    """The state of a node."""
    return Context(run_id=1, node_id=node, node_config={}, state=RecordDict({}), run_config={})


def measured(clients, parameters):
    """CPU seconds of server and clients."""
    TaskIdentity.run_id = TaskIdentity.task_id = TaskIdentity.node_id = 1
    silent = set(range(1, round(clients * DROP + 1e-9) + 1))
    server = LegacyContext(
        context(0),
        strategy=Everybody([Proxy(n) for n in range(1, clients + 1)]),
        client_manager=Manager(clients),
    )
    server.state.config_records[MAIN_CONFIGS_RECORD] = ConfigRecord({WorkflowKey.CURRENT_ROUND: 1})
    model = ndarrays_to_parameters([np.zeros(parameters)])
    server.state.array_records[MAIN_PARAMS_RECORD] = compat.parameters_to_arrayrecord(model, keep_input=True)
    grid = InProcess(clients, parameters, silent)
    workflow = SecAggPlusWorkflow(num_shares=1.0, reconstruction_threshold=2 / 3)
    started = time.process_time()
    workflow(grid, server)
    whole = time.process_time() - started
    found = compat.arrayrecord_to_parameters(server.state.array_records[MAIN_PARAMS_RECORD], keep_input=True)
    (mean,) = parameters_to_ndarrays(found)
    return {
        "peer": "flower secagg+",
        "version": version("flwr"),
        "clients": clients,
        "parameters": parameters,
        "server_cpu_s": whole - grid.client_s,
        "client_cpu_s": grid.client_s / clients,
        "is_mean": bool(np.allclose(mean, grid.update, atol=1e-4)),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--parameters", type=int, default=100_000)
    options = parser.parse_args()
    print(json.dumps(measured(options.clients, options.parameters)))

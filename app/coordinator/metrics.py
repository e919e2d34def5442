"""What happens in the coordinator in, Prometheus's text format out."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from core.federated.terms import STEPS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one coordinator, in a registry of their own so that two of them can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.rounds = Counter(
            "conflux_rounds", "Rounds that ended, by outcome.", ["outcome"], registry=self._registry
        )
        self.attempts = Counter(
            "conflux_failed_attempts", "Attempts that failed and began anew.", registry=self._registry
        )
        self.joins = Counter("conflux_joins", "Clients that joined an attempt.", registry=self._registry)
        self.drop_outs = Counter(
            "conflux_drop_outs", "Joined clients whose update is not in the sum.", registry=self._registry
        )
        self.messages = Counter(
            "conflux_messages", "Messages by step and outcome.", ["step", "outcome"], registry=self._registry
        )
        self.posts = Counter(
            "conflux_chain_posts", "Transactions sent, by function.", ["function"], registry=self._registry
        )
        self.problems = Counter(
            "conflux_problems", "Failed tries of the driver, by kind.", ["kind"], registry=self._registry
        )
        self.step_seconds = Histogram(
            "conflux_step_seconds",
            "Market time spent in a step.",
            ["step"],
            buckets=(1, 5, 15, 60, 300, 900, 1800, 3600, 86_400, 604_800),
            registry=self._registry,
        )
        self.request_seconds = Histogram(
            "conflux_request_seconds",
            "Time to answer.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._step = Gauge(
            "conflux_round_step", "1 for the step of the current round.", ["step"], registry=self._registry
        )
        self._round = Gauge("conflux_round", "The current round.", registry=self._registry)

    def at_step(self, round_id: int, step: str) -> None:
        """The current round entered `step`."""
        self._round.set(round_id)
        for name in (*STEPS, "waiting", "settled", "aborted"):
            self._step.labels(name).set(name == step)

    def text(self) -> bytes:
        """All of them in Prometheus's text format."""
        return generate_latest(self._registry)

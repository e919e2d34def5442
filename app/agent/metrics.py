"""What happens in the agent in, Prometheus's text format out."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from core.trading.session import Step

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one agent, in a registry of their own so that two of them can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.tick_seconds = Histogram(
            "conflux_agent_tick_seconds",
            "Wall time from a candle's close being noticed to its decisions being on disk.",
            buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 20),
            registry=self._registry,
        )
        self.epochs = Counter("conflux_agent_epochs", "Epochs closed.", registry=self._registry)
        self.decisions = Counter(
            "conflux_agent_decisions", "Decisions by action.", ["action"], registry=self._registry
        )
        self.fills = Counter("conflux_agent_fills", "Paper fills by side.", ["side"], registry=self._registry)
        self.problems = Counter(
            "conflux_agent_problems", "Failed tries, by kind.", ["kind"], registry=self._registry
        )
        self._equity = Gauge("conflux_agent_equity", "Equity of the window.", registry=self._registry)

    def count(self, step: Step) -> None:
        """Count a tick."""
        for made in step.decisions:
            self.decisions.labels(made.action).inc()
        for fill in step.fills:
            self.fills.labels(fill.side).inc()
        self._equity.set(step.book.portfolio.equity)

    def text(self) -> bytes:
        """All of them in Prometheus's text format."""
        return generate_latest(self._registry)

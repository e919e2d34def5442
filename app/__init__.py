"""Everything that runs and everything that touches the outside world; no Qt."""

__version__ = "0.1.0"

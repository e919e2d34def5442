"""Everything that runs and everything that touches the outside world; no Qt."""

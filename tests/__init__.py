"""Conflux's own checks; `python -m tests` runs them all."""

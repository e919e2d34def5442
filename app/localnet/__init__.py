"""A whole Conflux network on this machine, for tests and first looks."""

"""Words typed at a terminal in, one command of `conflux` run, its report and exit code out."""

"""A small simulated market in; the scores against exact Shapley values and against cheats, with bars, out.

Why: scores are money. The whole study is `python -m tests.benchmarks.attribution --real`; its tables and what
they show are in resources/docs/dev/attribution.md.
"""

import sys

from tests.benchmarks.attribution.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["--quick"]))

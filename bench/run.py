"""Times whole builds of synthetic networks, each in a process of its own: `make bench`.

Prints the medians of the runs and the command to repeat them. Cold is without a cache, again is with nothing changed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from networks import write_site

from partnersite import __version__


def main() -> None:
    """Reads the arguments, builds, prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, nargs="+", default=[100, 1000], help="sizes of the networks")
    parser.add_argument("--runs", type=int, default=3, help="builds of each kind; the median is shown")
    arguments = parser.parse_args()
    _say(f"partnersite {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, 3 languages")
    _say(f"repeat: python bench/run.py --partners {' '.join(map(str, arguments.partners))} --runs {arguments.runs}")
    _say(f"{'partners':>10} {'pages':>8} {'cold s':>8} {'again s':>8}")
    for partners in arguments.partners:
        with tempfile.TemporaryDirectory() as folder:
            source = write_site(Path(folder) / "source", partners)
            cold = [_build(source, "--clean") for _ in range(arguments.runs)]
            again = [_build(source) for _ in range(arguments.runs)]
            pages = sum(1 for _ in (source / "site").rglob("*.html"))
            _say(f"{partners:>10} {pages:>8} {statistics.median(cold):>8.2f} {statistics.median(again):>8.2f}")
            shutil.rmtree(source / "site")


def _build(source: Path, *options: str) -> float:
    """Seconds of one build, process start included."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "partnersite", "build", "--source", str(source), "--quiet", *options], check=True
    )
    return time.perf_counter() - started


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

#!/bin/sh
# Usage: lock.sh [pip-compile options]. Writes site.txt, test.txt and bench.txt: every dependency pinned with its hashes, for all platforms.
# Made with the oldest Python that is supported: what only older Pythons need is pinned too, newer ones find it harmless.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

[ -x .cache/lock/bin/pip-compile ] || {
    "$python" -m venv .cache/lock
    .cache/lock/bin/python -m pip install -qq 'pip-tools>=7.5,<8'
}

# Nothing of this machine may enter the files: no addresses of indexes, no options.
compile() {
    CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
        --annotation-style=line --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options "$@" \
        pyproject.toml requirements/build.in
}
compile --output-file requirements/site.txt "$@"
compile --output-file requirements/test.txt --extra test --extra cluster --constraint requirements/site.txt "$@"
compile --output-file requirements/bench.txt --extra bench --constraint requirements/test.txt "$@"

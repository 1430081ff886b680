#!/bin/sh
# Usage: install.sh site|test|bench. Makes .venv hold the pinned dependencies and the package itself; a second run does nothing.
# Debian packages that are missing are installed where apt-get may be used (root, or sudo), else named in one line.
set -eu
cd "$(dirname "$0")/.."
kind=$1
python=${PYTHON:-python3}

fail() { printf 'partnersite: %s\n' "$*" >&2; exit 1; }

# install_debian PACKAGE...: the same way for everything that only the system can bring.
install_debian() {
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt_get() { DEBIAN_FRONTEND=noninteractive apt-get "$@"; }
    elif command -v apt-get >/dev/null && command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        apt_get() { sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"; }
    else
        fail "please install $* (Debian, as root: apt-get install $*) and run this again"
    fi
    echo "Installing $* (Debian)"
    log=$(mktemp)
    # A fresh machine has no package lists, an old one has stale ones.
    if apt_get update >"$log" 2>&1 && apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -f "$log"
        fail "apt-get could not install $*; please install it and run this again"
    fi
}

has_debian() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

command -v "$python" >/dev/null || fail "there is no $python; install Python 3.11 or newer, or name one: make PYTHON=python3.13"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed, $python is $("$python" -V)"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')


# Scripts in a virtual environment hold its folder and interpreter: when one of them changed, it is made anew.
base=$({ "$python" -VV; "$python" -c 'import sys; print(sys.prefix)'; pwd; } | sha256sum | cut -c1-16)
if [ "$(cat .venv/base-key 2>/dev/null)" != "$base" ]; then
    # Debian keeps this part of Python in a package of its own.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_debian "python$version-venv"
    rm -rf .venv
    "$python" -m venv .venv
    echo "$base" >.venv/base-key
fi

# stamp KIND: the file that says that exactly these pins and this package are installed.
stamp() { echo ".venv/$1-$(cat "requirements/$1.txt" pyproject.toml | sha256sum | cut -c1-16)"; }

if [ ! -e "$(stamp "$kind")" ]; then
    echo "Installing requirements/$kind.txt into .venv (once)"
    # Every pin comes with its hash, so nothing is resolved and nothing unknown is installed. Twice quiet: no notes on pip itself.
    .venv/bin/python -m pip install -qq --require-hashes --no-deps -r "requirements/$kind.txt"
    .venv/bin/python -m pip install -qq --no-build-isolation --no-deps --editable .
    rm -f ".venv/$kind"-*
    touch "$(stamp "$kind")"
    # The other pins hold all pins of the site.
    [ "$kind" = site ] || touch "$(stamp site)"
fi

# Chromium is what Playwright drives, libatomic1 what its own program is linked with. The Nu HTML checker is a Java program.
# The fonts have letters of every language that pages under test are written in.
case $kind in
    site) wanted= ;;
    bench) wanted='chromium libatomic1' ;;
    test) wanted='git chromium default-jre-headless libatomic1 fonts-noto-core' ;;
esac
missing=
for package in $wanted; do
    case $package in
        # Programs may have come another way than as Debian's packages.
        git | chromium) command -v "$package" >/dev/null ;;
        default-jre-headless) command -v java >/dev/null ;;
        *) has_debian "$package" ;;
    esac || missing="$missing $package"
done
# shellcheck disable=SC2086  # a list of words
[ -z "$missing" ] || install_debian $missing

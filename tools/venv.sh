#!/bin/sh
# usage: tools/venv.sh DIR [PYTHON]: makes a virtual environment with pip in DIR, whatever this machine lacks for it.
# Debian keeps ensurepip in a package of its own (python3-venv): without it the first way fails and the next are tried.
set -eu
dir=$1
python=${2:-python3}

command -v "$python" >/dev/null || { echo "Python 3.11 eller nyere mangler: apt-get install python3" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 eller nyere skal til" >&2; exit 1; }

try() { rm -rf "$dir"; "$@" >/dev/null 2>&1 && "$dir/bin/python" -m pip --version >/dev/null 2>&1; }
without_pip() { "$python" -m venv --without-pip "$dir" && "$python" -m pip --python "$dir/bin/python" install -q pip; }
from_apt() {
    [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv &&
        "$python" -m venv "$dir"
}

try "$python" -m venv "$dir" || try "$python" -m virtualenv "$dir" || try without_pip || try from_apt || {
    rm -rf "$dir"
    echo "Python kan ikke lave et virtuelt miljø her: sudo apt-get install python3-venv" >&2
    exit 1
}

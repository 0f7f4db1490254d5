# Sourced by the scripts beside it: where the project is, which Python, and how a preset is built.
# Chatter goes to standard error, so that `scripts/bench_all list` can be piped.
# shellcheck shell=bash

# shellcheck disable=SC2034  # root and python are for the scripts that source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Debian's own Python has the packages that setup installs; another python3 earlier on PATH may lack them.
python=${OVG_PYTHON:-/usr/bin/python3}
[[ -n ${OVG_PYTHON:-} || -x $python ]] || python=python3

say() { printf '%s\n' "$*" >&2; }

die() { # die EXIT_CODE MESSAGE...
  local code=$1
  shift
  say "${0##*/}: $*"
  exit "$code"
}

# The comment block on top of a script is its help, so the two cannot drift apart.
print_help() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; }

ensure_setup() { # ensure_setup [--tests]
  [[ ${OVG_SETUP:-} != skip ]] || return 0
  local code=0
  "$root/scripts/setup" "$@" >&2 || code=$?
  case $code in
    0) ;;
    2) say "going on with what is installed; CMake names what is missing (OVG_SETUP=skip hides this list)" ;;
    *) die 1 "setup did not finish (see above); OVG_SETUP=skip goes on without it" ;;
  esac
}

# Configuring is never skipped: CMake finds workloads and variants by file name, and files come and go.
build_preset() { # build_preset PRESET
  local dir=build/$1 log=build/$1/build.log
  mkdir -p "$root/$dir"
  say "building preset $1 (log: $log)"
  if ! (cd "$root" && cmake --preset "$1" && cmake --build "$dir") >"$root/$log" 2>&1 </dev/null; then
    tail -n 40 "$root/$log" >&2
    say "${0##*/}: the build of preset $1 failed; those were its last lines, the whole log is $root/$log"
    return 1
  fi
}

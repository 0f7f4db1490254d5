# Sourced by scripts/ci/*: what a gate's exit code means to a CI service, and how people there are told.
# shellcheck shell=bash

# The variables of the one service that has ways of its own to show things; without them a log has it all.
# shellcheck disable=SC2034  # for the scripts that source this
summary=${OVG_CI_SUMMARY-${GITHUB_STEP_SUMMARY-}}

# What goes wrong here is no regression, which is what 1 means.
set -E
trap 'say "${0##*/}: line $LINENO failed"; exit 3' ERR

annotate() { # annotate error|warning MESSAGE: one line that is shown beside the change, not only in its log
  if [[ ${GITHUB_ACTIONS-} == true ]]; then
    local text=${2//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '::%s::%s\n' "$1" "${text//$'\n'/%0A}"
  else
    say "$1: $2"
  fi
}

# Ends the script as its gate did. Inconclusive is never a silent pass: it fails, or warns where that was chosen.
settle() { # settle EXIT_CODE fail|warn WHAT
  case $1 in
    0) exit 0 ;;
    1) annotate error "$3: a regression is confirmed; the summary names it and the command that measures it again" ;;
    2)
      [[ $2 == warn ]] || annotate error "$3: inconclusive, which is no pass; the summary says what was missing"
      [[ $2 != warn ]] || { annotate warning "$3: INCONCLUSIVE, let through by OVG_CI_INCONCLUSIVE=warn"; exit 0; }
      ;;
    *) annotate error "$3: could not be judged; the log says why" ;;
  esac
  exit "$1"
}

prepare() { # what is missing is installed, or the script ends with 3
  (ensure_setup) || exit 3
}

check_policy() { # check_policy WORD: what may stand in OVG_CI_INCONCLUSIVE
  [[ $1 == fail || $1 == warn ]] || die 3 "OVG_CI_INCONCLUSIVE is '$1'; it takes fail or warn"
}

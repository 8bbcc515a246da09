#!/usr/bin/env bash
# Installs what the gate itself needs beside Node: libfaketime and actionlint. What cannot be had is named; the step
# that needs it then says that it was skipped.
set -uo pipefail
tools=$1
actionlint=v1.7.12

report() { echo "tool $1: $2"; }

if command -v faketime >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq faketime; } >"$tools/faketime.log" 2>&1; then
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
exit 0

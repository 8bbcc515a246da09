#!/usr/bin/env bash
# test-ahead.sh DAYS: npm test with a wall clock that is so many days ahead, in every process. Timers go by the
# monotonic clock, which stays as it is. Excepted, by name: nothing.
set -euo pipefail
unset COLDSTART_TEST_REPORTS
export FAKETIME_DONT_FAKE_MONOTONIC=1
# Without a cache libfaketime asks the operating system for the time of every file that is looked at.
export NO_FAKE_STAT=1
exec faketime -f "+$1d" npm test

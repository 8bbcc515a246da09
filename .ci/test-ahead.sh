#!/usr/bin/env bash
# test-ahead.sh DAYS REPORTS: npm test with a wall clock that is so many days ahead, in every process; its report goes to
# a folder of its own. Timers go by the monotonic clock, which stays as it is. Excepted, by name: nothing.
set -euo pipefail
export COLDSTART_TEST_REPORTS=$2
export FAKETIME_DONT_FAKE_MONOTONIC=1
# Without a cache libfaketime asks the operating system for the time of every file that is looked at.
export NO_FAKE_STAT=1
exec faketime -f "+$1d" npm test

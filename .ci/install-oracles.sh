#!/usr/bin/env bash
# install-oracles.sh [LOGS]: installs what only some suites need: the platforms' own packages, runtimes and API descriptions.
# A suite whose oracle is missing says so and how to have it. A missing oracle never fails the gate, but for nodes, which
# .ci/run itself needs.
# npm's, Python's and Debian's are installed beside each other: each waits for its registry most of the time. moto, the
# largest of Python's, has a line of its own.
set -uo pipefail
logs=$(cd "${1:-$(mktemp -d)}" && pwd)
cd "$(dirname "$0")/../test/oracles"
limit=600

report() { echo "oracle $1: $2"; }

# oracle NAME FOLDER WHAT COMMAND…: runs COMMAND, which makes FOLDER, and says how it ended. Half of an oracle is removed,
# since suites ask only whether it is there.
oracle() {
  local name=$1 folder=$2 what=$3 log=$logs/${1##*/}.log
  shift 3
  if "$@" >"$log" 2>&1; then
    report "$name" "$what"
  else
    missing "$name" ": ended with $?"
    rm -rf "$folder"
  fi
}

# missing NAME [MORE]: and the last lines of its log, which may be gone when somebody wants to read it
missing() {
  report "$1" "not installed${2:-}"
  tail -n 3 "$logs/${1##*/}.log" 2>/dev/null
}

npm_oracle() { oracle "$1" "$1/node_modules" 'installed' npm_packages "$@"; }

npm_packages() {
  local name=$1
  shift
  # A registry mirror that lacks optional platform packages makes npm ci refuse the lockfile.
  timeout "$limit" npm ci --no-audit --no-fund --prefix "$name" "$@" ||
    timeout "$limit" npm install --no-package-lock --no-audit --no-fund --prefix "$name" "$@"
}

# has COMMAND…: all of them are there
has() {
  for name in "$@"; do command -v "$name" >/dev/null 2>&1 || return 1; done
}

# debian NAME PACKAGE…: installs packages where that can be done; what is said goes to a log. Tools are installed beside
# them (install-tools.sh), and Debian's installer runs once at a time.
debian() {
  local name=$1
  shift
  { [ "$(id -u)" = 0 ] && updated && RUNLEVEL=1 flock /tmp/coldstart-gate-apt.lock apt-get install -o DPkg::Lock::Timeout=600 -y -qq --no-install-recommends "$@"; } >"$logs/$name.log" 2>&1
}

# The lists of what Debian has, once
updated() { [ "${lists:-}" = read ] || { flock /tmp/coldstart-gate-apt.lock apt-get update -qq && lists=read; }; }

packages_of_npm() {
  for name in "$@"; do npm_oracle "$name"; done
}

packages_of_others() {
  npm_oracle vercel-cli --ignore-scripts
  # Node for Windows, for wine.
  npm_oracle windows --force
  oracle java languages/dependency 'runtime interface client installed' client_for_java
}

client_for_java() { timeout "$limit" mvn -q -B -f languages/pom.xml dependency:copy-dependencies -DoutputDirectory=dependency; }

# venv PYTHON FOLDER REQUIREMENTS
venv() { "$1" -m venv "$2" && timeout "$limit" "$2/bin/pip" install --quiet -r "$3"; }

# Readers of the formats that others read; the JUnit schema comes in pytest's source, which is only unpacked.
readers_of_formats() {
  venv python3 formats/.venv formats/requirements.txt &&
    timeout "$limit" formats/.venv/bin/pip download --quiet --no-deps --no-binary :all: -d formats/.venv/source pytest==8.4.2 &&
    tar xzf formats/.venv/source/pytest-8.4.2.tar.gz -O pytest-8.4.2/testing/example_scripts/junit-10.xsd >formats/junit-10.xsd
}

# hyperfine's scripts, which are in its crate: to be told of a crate is to have it unpacked, without what it depends on.
scripts_of_hyperfine() {
  rm -rf hyperfine/scripts
  venv python3 hyperfine/.venv hyperfine/requirements.txt &&
    (cd hyperfine && CARGO_HOME="$PWD/.cargo" timeout "$limit" cargo info --quiet hyperfine@1.20.0) &&
    cp -r hyperfine/.cargo/registry/src/*/hyperfine-1.20.0/scripts hyperfine/scripts
}

# Vercel's runtime for Python wants 3.12 or newer, which the system's own may not be.
newest_python() {
  for one in python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3 python3; do
    "$one" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$one"; return; }
  done
  echo 'it takes Python 3.12 or newer' >&2
  return 1
}

runtime_of_vercel() {
  local newest
  newest=$(newest_python) && venv "$newest" languages/.venv-newest languages/requirements-newest.txt
}

packages_of_python() {
  oracle formats formats/.venv 'installed (prometheus_client, xmlschema, markdown-it-py, check-jsonschema)' readers_of_formats
  oracle hyperfine hyperfine/.venv 'scripts and their packages installed' scripts_of_hyperfine
  oracle python languages/.venv 'installed (awslambdaric, functions-framework)' venv python3 languages/.venv languages/requirements.txt
  oracle python-newest languages/.venv-newest 'installed (vercel-runtime)' runtime_of_vercel
}

moto_of_python() { oracle aws aws/.venv 'installed (moto)' venv python3 aws/.venv aws/requirements.txt; }

# aws-lambda-ric is native: it needs a toolchain and builds for over a minute.
client_of_lambda() {
  oracle aws-lambda-ric aws-lambda-ric/node_modules 'built' \
    timeout 900 npm install --no-package-lock --no-audit --no-fund --prefix aws-lambda-ric
}

# One after another, since Debian's installer locks; a service of Debian's is not started.
packages_of_debian() {
  if has cmake make g++ autoconf automake libtoolize || debian ric-apt cmake make g++ autoconf automake libtool; then
    client_of_lambda &
  else
    report aws-lambda-ric 'not built: no toolchain'
  fi
  if has ruby || debian ruby ruby; then report ruby "$(ruby --version)"; else missing ruby; fi

  # A browser for the pages; Debian's, since playwright would fetch one of its own.
  if has chromium || debian chromium chromium fonts-dejavu-core; then report chromium "$(chromium --version 2>/dev/null)"; else missing chromium; fi

  # Redis for what goes over a queue; each test starts one of its own.
  if has redis-server || debian redis redis-server; then report redis "$(redis-server --version | cut -d' ' -f1-3)"; else missing redis; fi

  # Shells, for the completion.
  if has zsh fish || debian shells zsh fish; then report shells "$(zsh --version), $(fish --version)"; else missing shells; fi

  # What routes traffic to the microservice of the examples.
  if has nginx || debian nginx nginx; then report nginx "$(nginx -v 2>&1)"; else missing nginx; fi

  # Wine as Windows 10: older ones Node refuses. A folder for each user, outside of the repository (test/platforms/wine.ts).
  WINEPREFIX=/tmp/oracle-wine-$(id -u)
  export WINEPREFIX WINEDEBUG=-all
  if has wine || debian wine-apt wine wine64; then
    oracle wine "$WINEPREFIX" "$(wine --version)" windows_10
  else
    missing wine-apt
  fi
  wait
}

windows_10() { timeout "$limit" wineboot --init </dev/null && timeout "$limit" wine winecfg -v win10 </dev/null; }

packages_of_npm browser functions-framework google nodes own-functions languages &
packages_of_npm package-managers vercel workerd zisi ../../examples/notify &
packages_of_others &
moto_of_python &
packages_of_python &
packages_of_debian &
wait
exit 0

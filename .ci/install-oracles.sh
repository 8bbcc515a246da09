#!/usr/bin/env bash
# Installs what only some suites need: the platforms' own packages, runtimes and API descriptions.
# A suite whose oracle is missing says so and how to have it; a missing oracle never fails the gate.
# npm's, Python's and Debian's are installed beside each other: each waits for its registry most of the time. moto, the
# largest of Python's, has a line of its own.
set -uo pipefail
cd "$(dirname "$0")/../test/oracles"

report() { echo "oracle $1: $2"; }

npm_oracle() {
  local name=$1 limit=$2
  shift 2
  # A registry mirror that lacks optional platform packages makes npm ci refuse the lockfile.
  { timeout "$limit" npm ci --no-audit --no-fund --prefix "$name" "$@" ||
    timeout "$limit" npm install --no-package-lock --no-audit --no-fund --prefix "$name" "$@"; } >"/tmp/oracle-${name##*/}.log" 2>&1 &&
    report "$name" 'installed' || report "$name" "not installed (see /tmp/oracle-${name##*/}.log)"
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
  { [ "$(id -u)" = 0 ] && updated && RUNLEVEL=1 flock /tmp/coldstart-gate-apt.lock apt-get install -y -qq --no-install-recommends "$@"; } >"/tmp/oracle-$name.log" 2>&1
}

# The lists of what Debian has, once
updated() { [ "${lists:-}" = read ] || { flock /tmp/coldstart-gate-apt.lock apt-get update -qq && lists=read; }; }

packages_of_npm() {
  for name in "$@"; do npm_oracle "$name" 240; done
}

packages_of_others() {
  npm_oracle vercel-cli 300 --ignore-scripts
  # Node for Windows, for wine.
  npm_oracle windows 240 --force
  if has mvn; then
    timeout 240 mvn -q -B -f languages/pom.xml dependency:copy-dependencies -DoutputDirectory=dependency >/tmp/oracle-java.log 2>&1 &&
      report java 'runtime interface client installed' || report java 'runtime interface client not installed (see /tmp/oracle-java.log)'
  else
    report java 'runtime interface client not installed: no mvn'
  fi
}

moto_of_python() {
  { python3 -m venv aws/.venv && timeout 240 aws/.venv/bin/pip install --quiet -r aws/requirements.txt; } >/tmp/oracle-aws.log 2>&1 &&
    report aws 'installed (moto)' || report aws 'not installed (see /tmp/oracle-aws.log)'
}

packages_of_python() {
  # Readers of the formats that others read; the JUnit schema comes in pytest's source, which is only unpacked.
  { python3 -m venv formats/.venv && timeout 240 formats/.venv/bin/pip install --quiet -r formats/requirements.txt &&
    timeout 240 formats/.venv/bin/pip download --quiet --no-deps --no-binary :all: -d formats/.venv/source pytest==8.4.2 &&
    tar xzf formats/.venv/source/pytest-8.4.2.tar.gz -O pytest-8.4.2/testing/example_scripts/junit-10.xsd >formats/junit-10.xsd; } >/tmp/oracle-formats.log 2>&1 &&
    report formats 'installed (prometheus_client, xmlschema, markdown-it-py, check-jsonschema)' || report formats 'not installed (see /tmp/oracle-formats.log)'

  # hyperfine's scripts, which are in its crate: to be told of a crate is to have it unpacked, without what it depends on.
  { python3 -m venv hyperfine/.venv && timeout 240 hyperfine/.venv/bin/pip install --quiet -r hyperfine/requirements.txt &&
    (cd hyperfine && CARGO_HOME="$PWD/.cargo" timeout 120 cargo info --quiet hyperfine@1.20.0) &&
    rm -rf hyperfine/scripts && cp -r hyperfine/.cargo/registry/src/*/hyperfine-1.20.0/scripts hyperfine/scripts; } >/tmp/oracle-hyperfine.log 2>&1 &&
    report hyperfine 'scripts and their packages installed' || report hyperfine 'not installed (see /tmp/oracle-hyperfine.log)'

  # AWS's client and Google's framework for Python.
  { python3 -m venv languages/.venv && timeout 240 languages/.venv/bin/pip install --quiet -r languages/requirements.txt; } >/tmp/oracle-python.log 2>&1 &&
    report languages 'installed (awslambdaric, functions-framework)' || report languages 'Python packages not installed (see /tmp/oracle-python.log)'

  # Vercel's runtime for Python wants 3.12 or newer, which the system's own may not be.
  newest=$(for one in python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3 python3; do
    "$one" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$one"; break; }
  done)
  { [ -n "$newest" ] && "$newest" -m venv languages/.venv-newest &&
    timeout 240 languages/.venv-newest/bin/pip install --quiet -r languages/requirements-newest.txt; } >/tmp/oracle-python-newest.log 2>&1 &&
    report languages "installed (vercel-runtime on $newest)" || report languages 'vercel-runtime not installed: it takes Python 3.12 or newer (see /tmp/oracle-python-newest.log)'
}

# aws-lambda-ric is native: it needs a toolchain and builds for over a minute.
client_of_lambda() {
  timeout 900 npm install --no-package-lock --no-audit --no-fund --prefix aws-lambda-ric >/tmp/oracle-aws-lambda-ric.log 2>&1 &&
    report aws-lambda-ric 'built' || report aws-lambda-ric 'not built (see /tmp/oracle-aws-lambda-ric.log)'
}

# One after another, since Debian's installer locks; a service of Debian's is not started.
packages_of_debian() {
  if has cmake make g++ autoconf automake libtoolize || debian ric-apt cmake make g++ autoconf automake libtool; then
    client_of_lambda &
  else
    report aws-lambda-ric 'not built: no toolchain'
  fi
  has ruby || debian ruby ruby
  report ruby "$(ruby --version 2>/dev/null || echo 'not installed (see /tmp/oracle-ruby.log)')"

  # A browser for the pages; Debian's, since playwright would fetch one of its own.
  has chromium || debian chromium chromium fonts-dejavu-core
  report chromium "$(chromium --version 2>/dev/null || echo 'not installed (see /tmp/oracle-chromium.log)')"

  # Redis for what goes over a queue; each test starts one of its own.
  has redis-server || debian redis redis-server
  report redis "$(redis-server --version 2>/dev/null | cut -d' ' -f1-3 || echo 'not installed (see /tmp/oracle-redis.log)')"

  # Shells, for the completion.
  has zsh fish || debian shells zsh fish
  report shells "$(has zsh fish && echo "$(zsh --version), $(fish --version)" || echo 'not installed (see /tmp/oracle-shells.log)')"

  # What routes traffic to the microservice of the examples.
  has nginx || debian nginx nginx
  report nginx "$(has nginx && nginx -v 2>&1 || echo 'not installed (see /tmp/oracle-nginx.log)')"

  # Wine as Windows 10: older ones Node refuses.
  export WINEPREFIX=/tmp/oracle-wine WINEDEBUG=-all
  if { has wine || debian wine wine wine64; } &&
    timeout 240 wineboot --init </dev/null >>/tmp/oracle-wine.log 2>&1 &&
    timeout 120 wine winecfg -v win10 </dev/null >>/tmp/oracle-wine.log 2>&1; then
    report wine "$(wine --version)"
  else
    report wine 'not installed (see /tmp/oracle-wine.log)'
  fi
  wait
}

packages_of_npm browser functions-framework google nodes own-functions languages &
packages_of_npm package-managers vercel workerd zisi ../../examples/notify &
packages_of_others &
moto_of_python &
packages_of_python &
packages_of_debian &
wait
exit 0

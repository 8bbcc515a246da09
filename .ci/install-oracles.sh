#!/usr/bin/env bash
# Installs what only some suites need: the platforms' own packages, runtimes and API descriptions.
# A suite whose oracle is missing says so and how to have it; a missing oracle never fails the gate.
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

for name in browser functions-framework google nodes own-functions package-managers vercel workerd zisi; do npm_oracle "$name" 120; done
npm_oracle vercel-cli 180 --ignore-scripts

{ python3 -m venv aws/.venv && timeout 180 aws/.venv/bin/pip install --quiet -r aws/requirements.txt; } >/tmp/oracle-aws.log 2>&1 &&
  report aws 'installed (moto)' || report aws 'not installed (see /tmp/oracle-aws.log)'

# Readers of the formats that others read; the JUnit schema comes in pytest's source, which is only unpacked.
{ python3 -m venv formats/.venv && timeout 180 formats/.venv/bin/pip install --quiet -r formats/requirements.txt &&
  timeout 180 formats/.venv/bin/pip download --quiet --no-deps --no-binary :all: -d formats/.venv/source pytest==8.4.2 &&
  tar xzf formats/.venv/source/pytest-8.4.2.tar.gz -O pytest-8.4.2/testing/example_scripts/junit-10.xsd >formats/junit-10.xsd; } >/tmp/oracle-formats.log 2>&1 &&
  report formats 'installed (prometheus_client, xmlschema, markdown-it-py, check-jsonschema)' || report formats 'not installed (see /tmp/oracle-formats.log)'

# Other languages on the local engine: Bun and Deno, AWS's clients for Python and Java, Ruby.
npm_oracle languages 120
{ python3 -m venv languages/.venv && timeout 180 languages/.venv/bin/pip install --quiet -r languages/requirements.txt; } >/tmp/oracle-python.log 2>&1 &&
  report languages 'installed (awslambdaric, functions-framework)' || report languages 'Python packages not installed (see /tmp/oracle-python.log)'
# Vercel's runtime for Python wants 3.12 or newer, which the system's own may not be.
newest=$(for one in python3.14 python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[234]*/bin/python3 python3; do
  "$one" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$one"; break; }
done)
{ [ -n "$newest" ] && "$newest" -m venv languages/.venv-newest &&
  timeout 180 languages/.venv-newest/bin/pip install --quiet -r languages/requirements-newest.txt; } >/tmp/oracle-python-newest.log 2>&1 &&
  report languages "installed (vercel-runtime on $newest)" || report languages 'vercel-runtime not installed: it takes Python 3.12 or newer (see /tmp/oracle-python-newest.log)'
if command -v mvn >/dev/null 2>&1; then
  timeout 120 mvn -q -B -f languages/pom.xml dependency:copy-dependencies -DoutputDirectory=dependency >/tmp/oracle-java.log 2>&1 &&
    report java 'runtime interface client installed' || report java 'runtime interface client not installed (see /tmp/oracle-java.log)'
else
  report java 'runtime interface client not installed: no mvn'
fi
if command -v ruby >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends ruby; } >/tmp/oracle-ruby.log 2>&1; then
  report ruby "$(ruby --version)"
else
  report ruby 'not installed (see /tmp/oracle-ruby.log)'
fi

# A browser for the pages; Debian's, since playwright would fetch one of its own.
if command -v chromium >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/tmp/oracle-chromium.log 2>&1; then
  report chromium "$(chromium --version 2>/dev/null)"
else
  report chromium 'not installed'
fi

# Redis for what goes over a queue; each test starts one of its own.
if command -v redis-server >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends redis-server; } >/tmp/oracle-redis.log 2>&1; then
  report redis "$(redis-server --version | cut -d' ' -f1-3)"
else
  report redis 'not installed (see /tmp/oracle-redis.log)'
fi

# Shells, for the completion.
if { command -v zsh && command -v fish; } >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends zsh fish; } >/tmp/oracle-shells.log 2>&1; then
  report shells "$(zsh --version), $(fish --version)"
else
  report shells 'zsh and fish not installed'
fi

# The microservice of the examples, and what routes traffic to it; a service of Debian's is not started.
npm_oracle ../../examples/notify 120
if command -v nginx >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends nginx; } >/tmp/oracle-nginx.log 2>&1; then
  report nginx "$(nginx -v 2>&1)"
else
  report nginx 'not installed (see /tmp/oracle-nginx.log)'
fi

# Node for Windows, and wine to run it under as Windows 10: older ones Node refuses.
export WINEPREFIX=/tmp/oracle-wine WINEDEBUG=-all
npm_oracle windows 120 --force
if { command -v wine >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends wine wine64; }; } >/tmp/oracle-wine.log 2>&1 &&
  timeout 120 wineboot --init </dev/null >>/tmp/oracle-wine.log 2>&1 &&
  timeout 60 wine winecfg -v win10 </dev/null >>/tmp/oracle-wine.log 2>&1; then
  report wine "$(wine --version)"
else
  report wine 'not installed (see /tmp/oracle-wine.log)'
fi

# aws-lambda-ric is native: it needs a toolchain and builds for over a minute.
if { command -v cmake && command -v make && command -v g++ && command -v autoconf && command -v automake && command -v libtoolize; } >/dev/null 2>&1 ||
  { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq cmake make g++ autoconf automake libtool; } >/tmp/oracle-ric-apt.log 2>&1; then
  timeout 300 npm install --no-package-lock --no-audit --no-fund --prefix aws-lambda-ric >/tmp/oracle-aws-lambda-ric.log 2>&1 &&
    report aws-lambda-ric 'built' || report aws-lambda-ric 'not built (see /tmp/oracle-aws-lambda-ric.log)'
else
  report aws-lambda-ric 'not built: no toolchain'
fi
exit 0

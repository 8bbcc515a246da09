#!/usr/bin/env bash
# moto, an AWS control plane in Python: test/providers/lambda/moto.test.ts runs Lambda's whole cycle against it.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=test/oracles/aws/.venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r test/oracles/aws/requirements.txt
"$venv/bin/python" -c 'import moto; print("moto", moto.__version__)'

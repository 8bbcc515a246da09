#!/usr/bin/env bash
# check-init SCRATCH: the files that coldstart init writes, by those who read them: actionlint (SCRATCH/tools), and the
# published schemas of GitHub's workflows and actions, of GitLab CI and of our own configuration (check-jsonschema). One that
# is not installed is left out, which .ci/run says.
set -euo pipefail
scratch=$1
root=$(cd "$(dirname "$0")/.." && pwd)
lint=$scratch/tools/actionlint
schemas=$root/test/oracles/formats/.venv/bin/check-jsonschema

by_schema() { [ ! -x "$schemas" ] || "$schemas" "$@"; }

folder=$scratch/init
mkdir -p "$folder/api" "$folder/.git"
echo 'export default (request, response) => response.end()' >"$folder/api/hello.js"
cd "$folder"
init() { node "$root/bin/coldstart.js" init ./api/hello.js --target 'mine=https://host.example/api?key=env:KEY' --setup 'npm ci && npm run build' --force "$@" >/dev/null 2>&1; }
for place in branch artifact folder; do
  init --ci github --history "$place"
  [ ! -x "$lint" ] || "$lint" .github/workflows/*.yml
  by_schema --builtin-schema vendor.github-workflows .github/workflows/*.yml
done
init --ci gitlab
by_schema --builtin-schema vendor.gitlab-ci .gitlab-ci.yml .gitlab/cold-starts.yml
init --ci shell
sh -n cold-starts.sh
sh -n cold-starts-idle.sh
by_schema --schemafile "$root/results/schema.config.v1.json" coldstart.config.json coldstart.idle.json
by_schema --builtin-schema vendor.github-actions "$root/action.yml"

# A package in a folder of its repository, which is a submodule of another: .git is a file there.
top=$scratch/init-below
mkdir -p "$top/packages/web/api"
echo 'gitdir: ../.git/modules/init-below' >"$top/.git"
cp "$folder/api/hello.js" "$top/packages/web/api/"
cd "$top/packages/web"
init --ci github --history branch
grep -q 'working-directory: packages/web' "$top/.github/workflows/cold-starts.yml"
[ ! -x "$lint" ] || "$lint" "$top"/.github/workflows/*.yml
by_schema --builtin-schema vendor.github-workflows "$top"/.github/workflows/*.yml
init --ci gitlab
by_schema --builtin-schema vendor.gitlab-ci "$top/.gitlab-ci.yml" "$top/.gitlab/cold-starts.yml"
init --ci shell
sh -n cold-starts.sh
by_schema --schemafile "$root/results/schema.config.v1.json" coldstart.config.json

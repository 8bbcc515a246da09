#!/usr/bin/env bash
# examples/notify as a container: built and asked where a container engine runs; where none does, the Dockerfile's own
# steps are done in a folder, so that what it copies, installs and starts is known to be enough.
# check-notify.sh SCRATCH
set -euo pipefail
example=$(cd "$(dirname "$0")/../examples/notify" && pwd)
scratch=$1
asked() { grep -q 'Hello, Ada' <<<"$1"; }

if docker info >/dev/null 2>&1; then
  docker build --quiet --tag coldstart-notify-check "$example" >/dev/null
  container=$(docker run --detach --publish 127.0.0.1::4000 --read-only --init coldstart-notify-check)
  trap 'docker rm --force "$container" >/dev/null' EXIT
  address=$(docker port "$container" 4000)
  for _ in $(seq 50); do
    reply=$(curl --silent "http://$address/hello?name=Ada") && break
    sleep 0.2
  done
  asked "$reply"
  [ "$(docker exec "$container" id -u)" != 0 ]
  echo 'built and run in a container'
  exit 0
fi

image=$scratch/notify-image
mkdir "$image"
cd "$image"
copy() { (cd "$example" && cp "$@" "$image/"); }
steps=0
while read -r word rest; do
  case $word in
    COPY) [[ $rest == --from=* ]] || { copy ${rest% ./}; steps=$((steps + 1)); } ;;
    RUN) sh -c "$rest" >/dev/null; steps=$((steps + 1)) ;;
    ENV) for pair in $rest; do export "${pair?}"; done; steps=$((steps + 1)) ;;
  esac
done <"$example/Dockerfile"
[ "$steps" = 4 ]
# The Dockerfile's own port may be taken on this machine.
PORT=$(node -e 'const server = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(server.address().port); server.close() })')
export HOST=127.0.0.1 PORT
mapfile -t start < <(grep '^CMD' "$example/Dockerfile" | sed 's/^CMD //' | node -e 'JSON.parse(require("fs").readFileSync(0)).map((one) => console.log(one))')
mapfile -t healthy < <(sed -n 's/^  CMD //p' "$example/Dockerfile" | node -e 'JSON.parse(require("fs").readFileSync(0)).map((one) => console.log(one))')
"${start[@]}" &
service=$!
trap 'kill "$service" 2>/dev/null || :' EXIT
for _ in $(seq 50); do
  "${healthy[@]//4000/$PORT}" && break
  sleep 0.2
done
"${healthy[@]//4000/$PORT}"
asked "$(curl --silent "http://127.0.0.1:$PORT/hello?name=Ada")"
kill -TERM "$service"
wait "$service"
echo 'no container engine runs here: the steps of the Dockerfile were done in a folder'

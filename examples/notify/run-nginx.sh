#!/bin/sh
# nginx in front of the service without Docker: Debian's package, on loopback, with files of its own, in the foreground.
# run-nginx.sh [port, 8080] [port of the service, 4000]
set -eu
port=${1:-8080}
service=${2:-4000}
here=$(cd "$(dirname "$0")" && pwd)
# Debian has it where only root's PATH leads.
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v nginx >/dev/null || {
  echo 'nginx is not installed. Debian: apt-get install nginx; macOS: brew install nginx' >&2
  exit 1
}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
{
  echo 'daemon off; worker_processes 1;'
  echo "pid $place/nginx.pid; error_log stderr warn;"
  echo 'events { worker_connections 256; }'
  echo 'http {'
  echo 'access_log off;'
  for name in client_body proxy fastcgi uwsgi scgi; do echo "${name}_temp_path $place/$name;"; done
  sed -e "s|notify:4000|127.0.0.1:$service|" -e "s|listen 8080|listen 127.0.0.1:$port|" \
    -e "s|/etc/nginx/conf.d/|$here/|" "$here/nginx.conf"
  echo '}'
} >"$place/nginx.conf"
nginx -p "$place" -c "$place/nginx.conf" &
nginx=$!
stopped=
trap 'stopped=yes; kill -TERM "$nginx" 2>/dev/null || :' TERM INT
echo "nginx routes http://127.0.0.1:$port/api to the service on port $service; Ctrl-C stops it"
status=0
wait "$nginx" || status=$?
[ -z "$stopped" ] || { wait "$nginx" || :; status=0; }
exit "$status"

#!/bin/sh
# Runs every test in two halves side by side: pages wait for browsers, the others for servers, and
# together they take little longer than the longer half. With a choice of tests, only that choice.
set -u
python=$1
shift
if [ $# -gt 0 ]; then
  exec "$python" -m pytest "$@"
fi
pages_told=$(mktemp) || exit 1
"$python" -m pytest -p no:cacheprovider tests/browser >"$pages_told" 2>&1 &
pages=$!
trap 'kill "$pages" 2>/dev/null; rm -f "$pages_told"; exit 130' INT TERM
"$python" -m pytest --ignore=tests/browser
others_came_to=$?
wait "$pages"
pages_came_to=$?
cat "$pages_told"
rm -f "$pages_told"
[ "$others_came_to" -eq 0 ] && [ "$pages_came_to" -eq 0 ]

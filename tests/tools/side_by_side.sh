#!/bin/sh
# Runs every test in three parts side by side: most of them wait, for browsers, for servers and for
# clocks, and together they take little longer than the longest. With a choice of tests, only that choice.
# With MARK set, only the tests that are marked so.
set -u
python=$1
shift
if [ $# -gt 0 ]; then
  exec "$python" -m pytest "$@"
fi
marked=${MARK:-slow or not slow}
told=$(mktemp -d) || exit 1
"$python" -m pytest -p no:cacheprovider -m "$marked" tests/browser -k "not firefox" >"$told/pages" 2>&1 &
pages=$!
"$python" -m pytest -p no:cacheprovider -m "$marked" tests/browser tests/faults tests/contract tests/hostile \
  -k "firefox or faults or contract or hostile" >"$told/also" 2>&1 &
also=$!
trap 'kill "$pages" "$also" 2>/dev/null; rm -rf "$told"; exit 130' INT TERM
"$python" -m pytest -m "$marked" --ignore=tests/browser --ignore=tests/faults --ignore=tests/contract --ignore=tests/hostile
others_came_to=$?
wait "$pages"
pages_came_to=$?
wait "$also"
also_came_to=$?
cat "$told/pages" "$told/also"
rm -rf "$told"
[ "$others_came_to" -eq 0 ] && [ "$pages_came_to" -eq 0 ] && [ "$also_came_to" -eq 0 ]

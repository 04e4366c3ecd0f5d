#!/bin/sh
# See that the programs the tests start are here; install them where we may, else name them.
set -eu

missing=""
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v haproxy >/dev/null 2>&1 || missing="$missing haproxy"
command -v firefox-esr >/dev/null 2>&1 || missing="$missing firefox-esr"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v strace >/dev/null 2>&1 || missing="$missing strace"
# Without a font with letters, a picture of a page is a row of boxes.
# shellcheck disable=SC2086 - a list of folders
find ${FONT_FOLDERS:-/usr/share/fonts /usr/local/share/fonts} -name 'DejaVuSans.ttf' 2>/dev/null | grep -q . ||
    missing="$missing fonts-dejavu-core"
[ -n "$missing" ] || exit 0

say_and_fail() {
    echo "The tests need these system packages, and $1:$missing" >&2
    echo "On Debian, as root: apt-get install --no-install-recommends$missing" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || say_and_fail "there is no apt-get here to install them"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    say_and_fail "I may not install them"
fi

echo "Installing for the tests:$missing"
apt_install="env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 install -qq -y --no-install-recommends"
# shellcheck disable=SC2086 - the lists are meant to split into words
$as_root apt-get update -qq && $as_root $apt_install $missing || say_and_fail "installing them failed"

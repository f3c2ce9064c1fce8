#!/bin/sh
# LibreOffice, Chromium, pdftoppm and npm (for Pyodide, and to drive Chromium) for the tests that use them: installed where we may, else said.
set -u
missing=""
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice"
/usr/bin/python3 -c "import uno" 2>/dev/null || missing="$missing python3-uno"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v lowriter >/dev/null 2>&1 || missing="$missing libreoffice-writer"
command -v loimpress >/dev/null 2>&1 || missing="$missing libreoffice-impress"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "left out: tests that open sheets and pages, or run Pyodide, need$missing; install them, or run as root on Debian" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
sources=/etc/apt/sources.list.d/debian.sources
suite=""
if [ -f "$sources" ]; then  # LibreOffice 25.2 is in the backports, whose source is derived from the machine's own
  awk 'BEGIN{RS="";ORS="\n\n"} /-updates/{sub(/Suites: [^\n]*/,"Suites: bookworm-backports");print}' "$sources" \
    > /etc/apt/sources.list.d/backports.sources
  suite="-t bookworm-backports"
fi
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $suite libreoffice-calc libreoffice-writer libreoffice-impress python3-uno fonts-liberation \
  fonts-crosextra-carlito fonts-dejavu-core poppler-utils > /dev/null
apt-get install -y -qq --no-install-recommends chromium > /dev/null
command -v npm >/dev/null 2>&1 || apt-get install -y -qq --no-install-recommends nodejs npm > /dev/null

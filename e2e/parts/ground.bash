# What every part's script stands on; sourced, not run.
#
# A script prints the path of its part, and nothing else, on standard output. When the part can't be had it ends with a
# status other than 0, and the last line on standard error says why.
set -euo pipefail

cache=${CARTOGRAPHER_CACHE:-$HOME/.cache/cartographer}
mkdir -p "$cache"

# From here on standard output is talk; only `found` reaches the caller.
exec 3>&1 1>&2

found() {
  printf '%s\n' "$1" >&3
  exit 0
}

give_up() {
  printf '%s\n' "$1" >&2
  exit 69
}

# Only one process makes a part at a time; whoever waited finds it made.
one_at_a_time() {
  exec 9>"$cache/$1.lock"
  flock 9
}

# need_packages PACKAGE…: installs what Debian has by these names and this machine lacks.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || give_up "it needs the programs of Debian's ${missing[*]}, and there is no apt-get here"
  [[ $(id -u) == 0 ]] || give_up "it needs root to install Debian's ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return 0
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    give_up "apt-get could not install ${missing[*]}"
}

# Sourced: install system packages where we may, or say in one line what is missing.
install_packages() {
  local what=$1; shift
  local sudo=()
  if ! command -v apt-get >/dev/null; then
    echo "missing: $what. Install it with your system's packages (on Debian: $*)." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && command -v sudo >/dev/null; }; then
      echo "missing: $what. Install it once as root: apt-get install $*" >&2
      return 1
    fi
    sudo=(sudo)
  fi
  echo "installing $what: $*"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >/dev/null
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" </dev/null >/dev/null
}

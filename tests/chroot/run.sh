#!/usr/bin/env bash
# A fresh system with nothing but python3 and a clean clone of the last commit → does the project set itself up there?
#
#   tests/chroot/run.sh                      Debian 12, as root
#   tests/chroot/run.sh bookworm user        Debian 12, as a user who may install nothing
#   tests/chroot/run.sh noble                Ubuntu 24.04, as root
#   tests/chroot/run.sh bookworm root COMMAND …   any command of the clone, such as .ci/run
#
# Needs root and debootstrap (for Ubuntu its keyring, too). The bare system is kept in $KALYP_CHROOTS (default
# /var/tmp/kalyp-chroots) and copied for each run. How this machine reaches its registries (apt, pip, npm, certificates)
# is taken over from it.
set -euo pipefail

suite=${1:-bookworm}
who=${2:-root}
folder=${KALYP_CHROOTS:-/var/tmp/kalyp-chroots}
project=$(cd "$(dirname "$0")/../.." && pwd)
bare=$folder/$suite
root=$folder/$suite-run
clone=/srv/kalyp

say() { printf '\n== %s\n' "$*"; }

bootstrap() {
  [ -e "$bare/.complete" ] && return
  say "debootstrap $suite"
  rm -rf "$bare"
  mkdir -p "$bare"
  local options=(--variant=minbase --include=python3) script=()
  if [ "$suite" != bookworm ]; then # each Ubuntu is made by the same script, from its usual mirror
    options+=("--components=main,universe")
    script=("" gutsy)
  fi
  debootstrap "${options[@]}" "$suite" "$bare" "${script[@]}" >"$bare.log" 2>&1 || {
    tail -n 20 "$bare.log"
    return 1
  }
  touch "$bare/.complete"
}

# Copy a file or folder of this machine to the same place in the new system, with what its links point to.
take_over() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$root$(dirname "$path")"
    cp -rLT "$path" "$root$path" 2>/dev/null || true # a dangling link among the certificates is no matter
  done
}

# The names of the variables that tell programs how to reach a registry.
settings() { compgen -e | grep -iE '^(PIP_|npm_config_|SSL_CERT_|NODE_EXTRA_CA_CERTS$|(http|https|ftp|all|no)_proxy$)' || true; }

take_over_settings() {
  take_over /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs /usr/local/share/ca-certificates \
    /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/npmrc /root/.npmrc /root/.config/pip
  if grep -qs "^VERSION_CODENAME=$suite$" /etc/os-release; then
    rm -f "$root/etc/apt/sources.list"
    take_over /etc/apt
  fi
  local name
  for name in $(settings); do
    [ ! -f "${!name}" ] || take_over "${!name}"
  done
}

# Run a command in the clone, as root or as the user, with this machine's settings and nothing else of its environment.
inside() {
  local account=$1 name
  shift
  local variables=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "TERM=${TERM:-dumb}")
  for name in $(settings); do variables+=("$name=${!name}"); done
  if [ "$account" = root ]; then variables+=(HOME=/root); else variables+=("HOME=/home/$account"); fi
  # shellcheck disable=SC2016
  env -i "${variables[@]}" chroot --userspec="$account:$account" "$root" sh -c 'cd "$1" && shift && exec "$@"' sh "$clone" "$@"
}

# Run a command inside, say how long it took, and what it ended with.
timed() {
  local account=$1 start status=0
  shift
  say "$account: $*"
  start=$(date +%s%N)
  inside "$account" "$@" || status=$?
  printf '== status %s after %s ms\n' "$status" $((($(date +%s%N) - start) / 1000000))
  return "$status"
}

in_new_system() {
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  git clone --quiet "$project" "$root$clone"
  if [ "$who" = user ]; then
    chroot "$root" useradd --create-home user
    chroot "$root" chown -R user:user "$clone"
    as_user
  else
    chown -R 0:0 "$root$clone"
    if [ $# -gt 0 ]; then timed root "$@"; else commands root; fi
  fi
}

# The user gets one command to run; run as it stands by someone who may, it is enough.
as_user() {
  local said status=0
  say "user: python3 build.py, without any right to install"
  said=$(inside user python3 build.py 2>&1) || status=$?
  printf '%s\n== status %s\n' "$said" "$status"
  [ "$status" = 2 ]
  timed root bash -o pipefail -c "{ $(grep -E '^ +(sudo|su) ' <<<"$said"); } 2>&1 | tail -n 3"
  commands user
}

commands() {
  timed "$1" python3 build.py
  timed "$1" python3 build.py
  timed "$1" python3 build.py test
}

if [ "${KALYP_CHROOT_INSIDE:-}" ]; then
  shift 2
  in_new_system "$@"
  exit
fi
bootstrap
rm -rf --one-file-system "$root"
cp -a "$bare" "$root"
take_over_settings
if [ $# -lt 2 ]; then set -- "$suite" "$who"; fi
# Own mounts and processes: both are gone when this ends, however it ends.
KALYP_CHROOT_INSIDE=1 unshare --mount --pid --fork --kill-child bash "$0" "$@"

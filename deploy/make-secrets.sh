#!/bin/sh
# Makes the secrets of a deployment that can be made, once; what exists is kept. The others are asked
# for, and an empty answer leaves them to be written by hand.
set -eu
cd "$(dirname -- "$0")/secrets/linkedin"
# Docker mounts them as they are, and the containers' users must be able to read them: the folder keeps others out.
chmod 700 .
umask 022

keep() {
  [ -e "$1" ] && return
  printf '%s\n' "$2" >"$1"
  echo "made $1"
}
ask() {
  [ -e "$1" ] && return
  printf '%s: ' "$2"
  stty -echo 2>/dev/null || true
  IFS= read -r answer || answer=
  stty echo 2>/dev/null || true
  echo
  if [ -n "$answer" ] || [ "${3:-}" = optional ]; then printf '%s\n' "$answer" >"$1"; fi
}

keep database-password "$(openssl rand -hex 24)"
keep database-url "postgres://fairlead:$(cat database-password)@postgres:5432/fairlead"
keep secret-key "$(openssl rand -base64 32)"
ask account-password 'Password of the LinkedIn account'
ask llm-api-key 'Key of the language model'
ask dashboard-password 'Password of the dashboard'
ask vnc-password 'Password of the view of the browser (empty: no view)' optional

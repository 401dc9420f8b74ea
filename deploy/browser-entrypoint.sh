#!/bin/sh
# Gives the browser a display, and whoever knows the password in VNC_PASSWORD_FILE a view of it on
# port 6080 (noVNC). Without that file, or with an empty line in it, nobody can look, and nothing listens.
set -eu
export DISPLAY=:99

Xvfb "$DISPLAY" -screen 0 1440x900x24 -nolisten tcp -ac >/tmp/xvfb.log 2>&1 &
tries=0
until [ -S "/tmp/.X11-unix/X${DISPLAY#:}" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    echo "The display did not start: $(tail -n 1 /tmp/xvfb.log)" >&2
    exit 1
  fi
  sleep 0.1
done

if [ -n "${VNC_PASSWORD_FILE:-}" ] && [ -n "$(head -n 1 "$VNC_PASSWORD_FILE")" ]; then
  x11vnc -display "$DISPLAY" -localhost -rfbport 5900 -forever -shared -noxdamage -quiet \
    -passwdfile "read:$VNC_PASSWORD_FILE" >/tmp/x11vnc.log 2>&1 &
  websockify --web /usr/share/novnc 6080 127.0.0.1:5900 >/tmp/websockify.log 2>&1 &
fi

exec "$@"

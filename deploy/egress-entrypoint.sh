#!/bin/sh
# A forward proxy (squid) that lets through what Fairlead needs, by host and port, and nothing else. It
# keeps nothing and logs whom somebody wanted to reach, never what was said.
set -eu
conf=${TMPDIR:-/tmp}/squid.conf

allowed=${FAIRLEAD_EGRESS_ALLOW:-}
allowed="$allowed ${FAIRLEAD_LLM_BASE_URL:-https://api.openai.com} ${FAIRLEAD_LINKEDIN_URL:-}"
allowed="$allowed ${FAIRLEAD_NEWSLETTER_ENDPOINT:-}"
if [ "${FAIRLEAD_TARGET:-sandbox}" = linkedin ]; then allowed="$allowed .linkedin.com .licdn.com"; fi
# The embedding model is downloaded once, unless there is a folder with it.
if [ "${FAIRLEAD_EMBEDDER:-}" != hashing ] && [ -z "${FAIRLEAD_EMBEDDING_MODEL_DIR:-}" ]; then
  allowed="$allowed .huggingface.co .hf.co"
fi

cat >"$conf" <<'CONF'
http_port 3128
pid_filename none
cache deny all
cache_mem 0
memory_pools off
memory_cache_shared off
netdb_filename none
pinger_enable off
coredump_dir /tmp
cache_log /dev/null
cache_store_log none
logformat whom %ts.%03tu %>a %Ss/%03>Hs %rm %>rd:%>rP
acl self src 127.0.0.1
access_log stdio:/dev/stdout whom !self
via off
forwarded_for delete
shutdown_lifetime 1 second
CONF

number=0
# A name (port 443), a .suffix with all that ends in it, or a URL with its own port. No glob is meant.
set -f
for entry in $allowed; do
  case $entry in
    http://*) host=${entry#http://} port=80 ;;
    *) host=${entry#https://} port=443 ;;
  esac
  host=${host%%/*}
  host=${host##*@}
  case $host in
    *:*) port=${host##*:} host=${host%:*} ;;
  esac
  case $host:$port in
    *[!A-Za-z0-9.:-]* | :* | .:* | *: | *:*[!0-9]*)
      printf '%s\n' "FAIRLEAD_EGRESS_ALLOW: $entry is no host, .suffix or URL." \
        '  Remedy: Name hosts between spaces: hooks.example .huggingface.co http://10.0.0.7:11434' >&2
      exit 78
      ;;
  esac
  number=$((number + 1))
  echo "Lets through $host, port $port"
  # Without -n squid would look up names for addresses.
  printf 'acl host%s dstdomain -n %s\nacl port%s port %s\nhttp_access allow host%s port%s\n' \
    $number "$host" $number "$port" $number $number >>"$conf"
done
echo 'http_access deny all' >>"$conf"
exec squid -N -f "$conf"

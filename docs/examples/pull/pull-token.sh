#!/bin/sh
# Keeps one token of Cartographer's fresh in a file: asks for it with this pod's own service account token, waits for the
# next one, and puts each in its place by rename. Needs a POSIX shell, cat, sed, mv, rm, sleep and curl 7.55 or later.
#
#   CARTOGRAPHER_URL   where Cartographer is: https://cartographer.example
#   SIGNAL             logs or metrics
#   TOKEN_FILE         what the agent reads; the directory must be writable, and is where the new token is written first
#   WORKLOAD_TOKEN     file with the service account token (default: /var/run/secrets/cartographer/token)
#   CA_FILE            certificates by which Cartographer is trusted (default: curl's own)
#   ONCE               when set to anything, ends as soon as the token is there and fresh
set -eu
umask 027

: "${CARTOGRAPHER_URL:?where is Cartographer?}" "${SIGNAL:?logs or metrics?}" "${TOKEN_FILE:?where does the token go?}"
workload=${WORKLOAD_TOKEN:-/var/run/secrets/cartographer/token}
next=$TOKEN_FILE.next
head=$TOKEN_FILE.head
code=$TOKEN_FILE.code
tag=$TOKEN_FILE.tag

say() { printf '%s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$SIGNAL" "$*"; }

# The value of a header of the last answer.
header() { sed -n "s/^$1: *\([!-~]*\).*/\1/Ip" "$head" | sed -n '$p'; }

# Sleeps, and is woken by the end of the pod.
pause() { sleep "$1" & wait $!; }

# Asks once; the status is left in the file $code. No secret is ever an argument: those can be seen by others. That the
# agent holds a token is said by its tag, which is also how Cartographer learns that the token was taken up.
ask() {
  rm -f "$next"
  set -- -sS --max-time 60 -H @- -H 'Accept: text/plain' -H 'Prefer: wait=30' -D "$head" -o "$next" -w '%{http_code}'
  [ -z "${CA_FILE:-}" ] || set -- "$@" --cacert "$CA_FILE"
  [ ! -s "$TOKEN_FILE" ] || [ ! -s "$tag" ] || set -- "$@" -H "If-None-Match: $(cat "$tag")"
  printf 'Authorization: Bearer %s\n' "$(cat "$workload")" |
    curl "$@" "$CARTOGRAPHER_URL/api/v1/agent/tokens/$SIGNAL" >"$code" &
  wait $! || printf 000 >"$code"
}

# The agent finds the old token or the new one, never half of either.
take() {
  mv -f "$next" "$TOKEN_FILE"
  header ETag >"$tag"
  say "generation $(header Cartographer-Generation), until $(header Cartographer-Expires-At)"
}

trap 'kill $! 2>/dev/null || :; exit 0' TERM INT
while :; do
  ask
  case $(cat "$code") in
    200) if [ -s "$next" ]; then take; else say "an empty answer"; pause 5; fi ;;
    304) [ -z "${ONCE:-}" ] || exit 0 ;;
    401) say "refused: is this service account enrolled, and is its token for Cartographer?"; pause 30 ;;
    404) say "nothing to ask for: is the cluster enrolled with the target pull?"; pause 30 ;;
    429 | 503) say "asked to wait $(header Retry-After) s"; pause "$(header Retry-After | sed 's/[^0-9]//g;s/^$/10/')" ;;
    *) say "no answer (status $(cat "$code")); the token in the file stays"; pause 5 ;;
  esac
done

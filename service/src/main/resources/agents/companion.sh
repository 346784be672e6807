#!/bin/sh
# Cartographer's companion: tells an agent that doesn't watch its token's file (Fluentd, Fluent Bit) that there is a new
# one. A sidecar of any image with sh and curl; docs/agents/companion.md tells how to run it and what each setting means.
#
#   companion.sh         looks for a new token or configuration, and brings the agent to it, for ever
#   companion.sh once    waits for both, puts the configuration in place, and ends: for an init container
#
# Its log is one line an event, and holds no token.
set -u

agent=${CARTOGRAPHER_AGENT:?is fluentd or fluent-bit}
config=${CARTOGRAPHER_CONFIG:-/etc/cartographer/logs}
tokens=${CARTOGRAPHER_TOKENS:-/var/run/cartographer/logs}
state=${CARTOGRAPHER_STATE:-/var/lib/cartographer/logs}
status=${CARTOGRAPHER_STATUS:-}
check=${CARTOGRAPHER_CHECK:-}
interval=${CARTOGRAPHER_INTERVAL:-2}
backoff=${CARTOGRAPHER_BACKOFF:-1 2 5 10 30 60}
timeout=${CARTOGRAPHER_TIMEOUT:-10}
looks=${CARTOGRAPHER_LOOKS:-15}
configmap=${CARTOGRAPHER_CONFIGMAP:-}
api=${CARTOGRAPHER_API:-https://kubernetes.default.svc}
account=${CARTOGRAPHER_ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
pickup_url=${CARTOGRAPHER_PICKUP_URL:-}
pickup_token=${CARTOGRAPHER_PICKUP_TOKEN:-/var/run/secrets/cartographer/token}

case $agent in
  fluentd)
    main=fluent.conf
    reload=${CARTOGRAPHER_RELOAD:-http://127.0.0.1:24444/api/config.gracefulReload}
    ;;
  fluent-bit)
    main=fluent-bit.yaml
    reload=${CARTOGRAPHER_RELOAD:-http://127.0.0.1:2020/api/v2/reload}
    ;;
  *)
    echo "CARTOGRAPHER_AGENT is fluentd or fluent-bit, not $agent" >&2
    exit 64
    ;;
esac

say() {
  printf '%s companion: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"
}

# put FILE TEXT: replaced in one step, so that nobody reads half of it.
put() {
  printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"
}

text_of() {
  cat "$1" 2>/dev/null
}

ask() {
  curl --silent --show-error --fail --max-time "$timeout" "$@" 2>&1
}

# ask_with FILE ARGUMENTS…: with the bearer token of that file, by standard input: an argument is there for all to see.
ask_with() {
  bearer=$1
  shift
  printf 'header = "Authorization: Bearer %s"\n' "$(text_of "$bearer")" | ask --config - "$@"
}

# What was said last, on one line and short.
words() {
  printf '%s' "$said" | tail -n 1 | cut -c 1-200 | tr -d '\r'
}

# The version that counts, where the directory is one of Kubernetes' or of the same layout.
resolved() {
  if [ -d "$1/..data" ]; then
    (cd -P "$1/..data" && pwd)
  else
    printf '%s\n' "$1"
  fi
}

# The first 12 bytes of the SHA-256 of the token, as in its note; nothing without a token.
fingerprint() {
  [ -s "$1/token" ] && sha256sum "$1/token" | cut -c 1-24
}

# The generation in the note; 0 where there is none.
generation() {
  number=$(sed -n 's/.*"generation" *: *\([0-9][0-9]*\).*/\1/p' "$1/note.json" 2>/dev/null)
  printf '%s\n' "${number:-0}"
}

# --- configuration ---------------------------------------------------------------------------------------------------

# take_over DIRECTORY: makes its files the agent's, one by one in one step each; what was there is kept as previous.
take_over() {
  mkdir -p "$state/active" "$state/previous"
  for file in "$state"/active/*; do
    [ -f "$file" ] && cp -f "$file" "$state/previous/"
  done
  for file in "$1"/*; do
    name=${file##*/}
    case $name in
      companion.sh | previous.* | token | note.json) continue ;;
    esac
    cp -f "$file" "$state/active/.$name.new" && mv -f "$state/active/.$name.new" "$state/active/$name" || return 1
  done
}

# refuse HASH WHY: never tried again, and told to Cartographer where there is a way.
refuse() {
  put "$state/refused" "$1"
  say "$agent refuses configuration $1: $2"
  [ -z "$status" ] || put "$status/refused" "$1"
  [ -z "$configmap" ] || annotate "$1"
}

annotate() {
  said=$(ask_with "$account/token" --cacert "$account/ca.crt" --request PATCH \
    --header 'Content-Type: application/merge-patch+json' \
    --data '{"metadata":{"annotations":{"cartographer.dev/refused":"'"$1"'"}}}' \
    "$api/api/v1/namespaces/$(text_of "$account/namespace")/configmaps/$configmap") ||
    say "the ConfigMap $configmap could not be told: $(words)"
}

# Takes over a configuration that is new and was not refused.
look_at_configuration() {
  from=$(resolved "$config")
  wanted=$(text_of "$from/configuration")
  [ -n "$wanted" ] && [ -f "$from/$main" ] || return 0
  [ "$wanted" != "$(text_of "$state/active/configuration")" ] || return 0
  [ "$wanted" != "$(text_of "$state/refused")" ] || return 0
  # The command and its arguments, as words.
  # shellcheck disable=SC2086
  if [ -n "$check" ] && ! said=$($check "$from/$main" 2>&1); then
    refuse "$wanted" "$(words)"
    [ -f "$state/active/$main" ] || restore "$from"
  elif take_over "$from"; then
    say "configuration $wanted is in place"
  else
    say "configuration $wanted could not be copied to $state"
  fi
}

# Whether the agent has not been seen with the configuration that is in place.
unapplied() {
  [ "$(text_of "$state/active/configuration")" != "$(text_of "$state/applied")" ]
}

# restore DIRECTORY: back to the configuration before; its own copy, else the one that was delivered beside the new one.
restore() {
  mkdir -p "$state/active"
  if [ -f "$state/previous/$main" ]; then
    for file in "$state"/previous/*; do
      mv -f "$file" "$state/active/"
    done
  elif [ -f "$1/previous.$main" ]; then
    for file in "$1"/previous.*; do
      name=${file##*/previous.}
      cp -f "$file" "$state/active/.$name.new" && mv -f "$state/active/.$name.new" "$state/active/$name"
    done
  else
    return
  fi
  say "configuration $(text_of "$state/active/configuration") is back in place"
}

# After the agent did not come up with what is in place.
fall_back() {
  refuse "$(text_of "$state/active/configuration")" "not taken up in $failures tries"
  restore "$(resolved "$config")"
  failures=0
}

# --- the agent -------------------------------------------------------------------------------------------------------

# Chunks that wait on the disk to be sent.
chunks() {
  find "$state/buffer" -type f -name 'buffer.*' ! -name '*.meta' 2>/dev/null
}

# any_left CHUNKS: a chunk that is queued has another letter before its number, and is the same.
any_left() {
  for chunk in $1; do
    for now in "${chunk%/*}"/buffer.?"${chunk##*/buffer.?}"; do
      [ ! -f "$now" ] || return 0
    done
  done
  return 1
}

# Fluentd answers before it has reloaded, and shows nothing of its flushes without showing its configuration, which
# holds the token. So what waited at the reload is watched: once it is gone from the disk, it was taken.
reload_fluentd() {
  waiting=$(chunks)
  said=$(ask "$reload") || return 1
  case $said in
    *'"ok":true'*) ;;
    *) return 1 ;;
  esac
  for look in $(seq "$looks"); do
    any_left "$waiting" || return 0
    sleep "$interval"
  done
  said="what waited at the reload still waits after $look looks"
  return 1
}

number_in() {
  printf '%s' "$said" | sed -n 's/.*"'"$1"'" *: *\([0-9][0-9]*\).*/\1/p'
}

# Fluent Bit answers before it has reloaded, but counts its reloads, and its records since the last one.
reload_fluent_bit() {
  said=$(ask "$reload") || return 1
  before=$(number_in hot_reload_count)
  said=$(ask --request POST --data '{}' "$reload") || return 1
  case $said in
    *'"status":0'*) ;;
    *) return 1 ;;
  esac
  for look in $(seq "$looks"); do
    said=$(ask "$reload") && [ "$(number_in hot_reload_count)" -gt "${before:-0}" ] 2>/dev/null && break
    said="not reloaded after $look looks"
    [ "$look" -lt "$looks" ] || return 1
    sleep "$interval"
  done
  flushed_by_fluent_bit
}

flushed_by_fluent_bit() {
  for look in $(seq "$looks"); do
    said=$(ask "${reload%/api/*}/api/v1/metrics") || return 1
    said=${said##*\"cartographer\":}
    said=${said%%\}*}
    [ "$(number_in proc_records)" -gt 0 ] 2>/dev/null && return 0
    if [ "$(number_in errors)" -gt 0 ] 2>/dev/null || [ "$(number_in retries)" -gt 0 ] 2>/dev/null; then
      said="its first flush after the reload did not go through"
      return 1
    fi
    sleep "$interval"
  done
  # Nothing was there to be sent.
  return 0
}

reloaded() {
  case $agent in
    fluentd) reload_fluentd ;;
    fluent-bit) reload_fluent_bit ;;
  esac
}

# --- token -----------------------------------------------------------------------------------------------------------

# Tells Cartographer, where there is a way; said anew at each look until it was heard.
acknowledge() {
  [ -n "$pickup_url" ] && [ "$acknowledged" != "$seen" ] || return
  if said=$(ask_with "$pickup_token" --header 'Content-Type: application/json' \
    --data '{"generation":'"$number"',"fingerprint":"'"$seen"'"}' "$pickup_url"); then
    acknowledged=$seen
  elif [ "$unheard" != "$seen" ]; then
    unheard=$seen
    say "generation $number was picked up, but $pickup_url could not be told: $(words)"
  fi
}

picked_up() {
  picked=$seen
  failures=0
  put "$state/applied" "$(text_of "$state/active/configuration")"
  put "$state/picked-up" "$number $seen $(date -u +%Y-%m-%dT%H:%M:%SZ)"
  say "generation $number was picked up"
}

# nth NUMBER WORDS…: that word, or the last.
nth() {
  wanted_word=$1
  shift
  while [ "$wanted_word" -gt 1 ] && [ $# -gt 1 ]; do
    shift
    wanted_word=$((wanted_word - 1))
  done
  printf '%s\n' "$1"
}

failed() {
  failures=$((failures + 1))
  # The list is one of words.
  # shellcheck disable=SC2086
  pause=$(nth "$failures" $backoff)
  say "generation $number is not picked up: $(words); try $failures, again in $pause s"
  if [ "$failures" -ge 3 ] && unapplied; then
    fall_back
  fi
}

# One look. Sets "pause" to the time until the next.
look() {
  pause=$interval
  look_at_configuration
  from=$(resolved "$tokens")
  seen=$(fingerprint "$from") || return
  number=$(generation "$from")
  if [ "$seen" != "$picked" ] || unapplied; then
    if reloaded; then
      picked_up
    else
      failed
    fi
  fi
  [ "$seen" != "$picked" ] || acknowledge
}

mkdir -p "$state" || exit 73
failures=0 acknowledged='' unheard='' seen='' number=0 said=''
picked=$(text_of "$state/picked-up" | cut -d ' ' -f 2)

if [ "${1:-}" = once ]; then
  until
    look_at_configuration
    [ -f "$state/active/$main" ] && [ -s "$(resolved "$tokens")/token" ]
  do
    sleep "$interval"
  done
  put "$state/applied" "$(text_of "$state/active/configuration")"
  exit 0
fi

say "looks at $tokens for $agent"
while :; do
  look
  sleep "$pause"
done

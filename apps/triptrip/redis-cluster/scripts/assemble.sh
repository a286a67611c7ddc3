#!/bin/sh
# Makes one Redis Cluster of its nodes, and puts it right again. It may run at any time: where nothing is wrong it
# changes nothing, and what an earlier run left undone it finishes.
#
#   NODES          names or addresses of all nodes, with spaces between
#   NETWORKS       the network of each zone in CIDR notation: the address of a node tells its zone
#   PATIENCE       seconds to wait until all nodes answer
#   REDISCLI_AUTH  the password, for redis-cli
#   REDIS_CLI_OPTIONS  its options for TLS
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu

PORT=6379
MASTERS=3
SLOTS=16384
EXPECTED=$(echo "$NODES" | wc -w)

give_up() {
  echo "$*" >&2
  exit 1
}

ask() { # node, command...
  host=$1
  shift
  timeout 5 redis-cli $REDIS_CLI_OPTIONS -h "$host" -p "$PORT" "$@"
}

# redis-cli exits with 0 on an error reply too, so the reply is compared.
order() { # node, command...
  echo "$*"
  reply=$(ask "$@") || true
  [ "$reply" = OK ] || give_up "$1 answered: ${reply:-nothing}"
}

wait_until() { # seconds, question...
  left=$1
  shift
  until "$@"; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 2))
    sleep 2
  done
}

# Each node that answers, as it sees itself: address, id, zone (0: unknown), role, id of its master, has slots (0, 1).
survey() {
  for node in $NODES; do
    ask "$node" cluster nodes 2>/dev/null | awk -v networks="$NETWORKS" '
      function number(address, part) {
        split(address, part, ".")
        return ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4]
      }
      # A power would be one operator, but not every build of awk in BusyBox has it.
      function zone_of(address, count, network, zone, part, size, bits) {
        count = split(networks, network, " ")
        for (zone = 1; zone <= count; zone++) {
          split(network[zone], part, "/")
          size = 1
          for (bits = part[2]; bits < 32; bits++) size *= 2
          if (int(number(address) / size) == int(number(part[1]) / size)) return zone
        }
        return 0
      }
      $3 ~ /myself/ {
        split($2, place, ":")
        print place[1], $1, zone_of(place[1]), ($3 ~ /master/ ? "master" : "replica"), $4, (NF > 8)
      }' || true
  done
}

all_answer() {
  [ "$(survey | wc -l)" -eq "$EXPECTED" ]
}

# The nodes of a survey that a node is not connected to under their present address, which changes with every restart.
strangers_of() { # node, survey
  { echo "$2" && ask "$1" cluster nodes; } | awk '
    NF == 6 { address[$2] = $1; next }
    { split($2, place, ":"); if (address[$1] == place[1] && $8 == "connected") delete address[$1] }
    END { for (id in address) print address[id] }'
}

all_met() {
  present=$(survey)
  met=yes
  for node in $(echo "$present" | awk '{ print $1 }'); do
    for stranger in $(strangers_of "$node" "$present"); do
      met=no
      ask "$node" cluster meet "$stranger" "$PORT" >/dev/null || true
    done
  done
  [ "$met" = yes ]
}

# Whether the slots were never given out, or not all of them before a run was ended.
is_new() {
  survey | awk -v masters="$MASTERS" '
    $6 { owners++ }
    $4 == "replica" { replicas++ }
    END { exit owners >= masters || replicas > 0 }'
}

# The nodes in turn of their zones, so that the first ones are in as many zones as there are.
by_zone() {
  survey | awk '{ print seen[$3]++, $1, $6 }' | sort -s -n -k 1,1 | awk '{ print $2 ":" $3 }'
}

# Gives the slots to the first masters, each in a zone of its own. A node that has keys is not new.
found() {
  for node in $NODES; do
    [ "$(ask "$node" dbsize)" = 0 ] || give_up "$node has keys, but slots were never given out. Look at it first."
  done
  shard=0
  for node in $(by_zone | head -n "$MASTERS"); do
    [ "${node#*:}" = 1 ] ||
      order "${node%:*}" cluster addslotsrange $((SLOTS * shard / MASTERS)) $((SLOTS * (shard + 1) / MASTERS - 1))
    shard=$((shard + 1))
  done
}

# The master for a new node: the one with the fewest replicas, in the next zone rather than in the same.
master_for() { # node
  survey | awk -v new="$1" -v zones="$(echo "$NETWORKS" | wc -w)" '
    { zone[$1] = $3 }
    $4 == "replica" { replicas[$5]++ }
    $6 { owner[$2] = $1 }
    END {
      if (zones < 1) zones = 1
      for (id in owner) {
        distance = (zone[owner[id]] - zone[new] + zones) % zones
        cost = replicas[id] * 100 + (distance == 0 ? zones : distance)
        if (best == "" || cost < least || (cost == least && id < best)) { best = id; least = cost }
      }
      print best
    }'
}

enlist() {
  for node in $(survey | awk '$4 == "master" && !$6 { print $1 }'); do
    order "$node" cluster replicate "$(master_for "$node")"
  done
}

# Fewer masters for more than an election: a shard has lost master and replica, or its replica is too old to be elected.
is_whole() {
  [ "$(survey | awk '$6' | wc -l)" -ge "$MASTERS" ]
}

# Replicas have their master's data, and all see a majority of the masters.
is_ready() { # node
  ask "$1" cluster info | grep -q '^cluster_state:ok' &&
    ask "$1" info replication | grep -q -e '^role:master' -e '^master_link_status:up'
}

all_ready() {
  for node in $NODES; do
    is_ready "$node" || return 1
  done
}

# A node that lost its volume came back under another id. The old one is forgotten as soon as nobody takes it for the
# owner of slots or for its master: until then it may be the mark of a shard that a person has to save.
forget() {
  present=$(survey)
  tables=$(for node in $NODES; do ask "$node" cluster nodes; done)
  for ghost in $(printf '%s\n' "$present" "$tables" | awk '
    NF == 6 { needed[$2] = needed[$5] = 1; next }
    NF > 8 { needed[$1] = 1 }
    $3 !~ /handshake/ { known[$1] = 1 }
    END { for (id in known) if (!needed[id]) print id }'); do
    for node in $NODES; do
      echo "$node cluster forget $ghost: $(ask "$node" cluster forget "$ghost")"
    done
  done
}

# A replica in a zone without a master, of a master in a zone with several.
misplaced() {
  survey | awk '
    { zone[$1] = $3 }
    $4 == "replica" { master[$1] = $5 }
    $6 { home[$2] = $3; masters[$3]++ }
    END {
      for (node in master)
        if (!masters[zone[node]] && masters[home[master[node]]] > 1) { print node; exit }
    }'
}

is_master() { # node
  ask "$1" role | head -n 1 | grep -q '^master'
}

# With two of three masters in one zone, its failure would leave no majority to elect others.
spread() {
  for _ in 1 2 3; do
    replica=$(misplaced)
    [ -n "$replica" ] || return 0
    order "$replica" cluster failover
    wait_until 30 is_master "$replica" || give_up "$replica did not take over."
  done
}

is_sound() {
  report=$(timeout 30 redis-cli $REDIS_CLI_OPTIONS --cluster check "$first:$PORT" 2>&1)
}

complete=yes
wait_until "$PATIENCE" all_answer || complete=no
wait_until 60 all_met || give_up 'The nodes do not find each other.'
[ "$complete" = yes ] ||
  give_up "$(survey | wc -l) of $EXPECTED nodes answer, and these know each other. The rest waits for the others."
if is_new; then found; fi
wait_until 60 is_whole || give_up "A shard has no master. Where one of its replicas is left, send that CLUSTER FAILOVER FORCE.
Otherwise its data is lost: give its slots to a new node with CLUSTER ADDSLOTSRANGE. These nodes answer:
$(survey)"
enlist
wait_until 120 all_ready || give_up 'Not all nodes are ready: look at their logs.'
forget
spread
first=$(survey | awk 'NR == 1 { print $1 }')
wait_until 60 is_sound || give_up "$report"
survey

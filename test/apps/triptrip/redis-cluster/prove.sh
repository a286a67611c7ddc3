#!/usr/bin/env bash
# Runs a real Redis Cluster with the settings and scripts of apps/triptrip/redis-cluster, and breaks it in the ways in
# which it can break. Six servers stand on addresses of the loopback network, two in each of three "zones".
#
# They speak TLS alone, with certificates of an authority of the lab's own in place of cert-manager's.
#
# Needs redis-server and redis-cli 7 with TLS, OpenSSL, and BusyBox, whose shell and tools the image has. Takes
# three to five minutes.
set -euo pipefail

for program in redis-server redis-cli openssl busybox; do
  command -v "$program" >/dev/null && continue
  echo "There is no $program. Install Redis 7, OpenSSL and BusyBox first; on Debian: apt-get install redis-server openssl busybox" >&2
  exit 1
done

source=$(cd "$(dirname "$0")/../../../../apps/triptrip/redis-cluster" && pwd)
lab=$(mktemp -d)
# shellcheck disable=SC2016 # a password may look like a variable
password='p"a s\s$w#rd'
networks='127.0.1.0/24 127.0.2.0/24 127.0.3.0/24'
numbers='0 1 2 3 4 5'
# Seconds in which something has to come about, also on a machine that does much else; most take two or three.
patience=90
passed=0 failed=0
declare -a address pid

finish() {
  for i in $numbers; do kill -KILL "${pid[$i]:-}" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$lab"
}
trap finish EXIT

# The image has nothing else: the scripts see these tools and no others.
mkdir "$lab/bin"
for tool in sh awk sed grep sort head wc timeout sleep cat; do ln -s "$(command -v busybox)" "$lab/bin/$tool"; done
# In a pod the probes talk to their own node by 127.0.0.1; here each node has another address.
cat >"$lab/bin/redis-cli" <<EOF
#!$(command -v bash)
case " \$* " in *' -h '* | *' --cluster '*) exec $(command -v redis-cli) "\$@" ;; esac
exec $(command -v redis-cli) -h "\$SELF" "\$@"
EOF
chmod +x "$lab/bin/redis-cli"
cat >"$lab/credentials.conf" <<'EOF'
user default on ~* &* +@all ">p\"a s\\s$w#rd"
masterauth "p\"a s\\s$w#rd"
EOF

# An authority, and the certificate of all nodes, with the names and usages that the Certificate asks for.
authority() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
    -keyout "$lab/$1.key" -out "$lab/$1.crt" 2>/dev/null
}
certificate() { # name, authority
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" \
    -keyout "$lab/$1/tls.key" -out "$lab/$1.csr" 2>/dev/null
  openssl x509 -req -in "$lab/$1.csr" -days 2 -CA "$lab/$2.crt" -CAkey "$lab/$2.key" -CAcreateserial \
    -extfile <(echo 'subjectAltName=DNS:*.test'; echo 'extendedKeyUsage=serverAuth,clientAuth') \
    -out "$lab/$1/tls.crt" 2>/dev/null
}
mkdir "$lab/certificates" "$lab/stranger"
authority own
authority other
certificate certificates own
certificate stranger other
cp "$lab/own.crt" "$lab/certificates/ca.crt"
cp "$lab/own.crt" "$lab/stranger/ca.crt"
options_of() { echo "--tls --cacert $lab/$1/ca.crt --cert $lab/$1/tls.crt --key $lab/$1/tls.key"; }
options=$(options_of certificates)

start() { # number, last part of the address
  address[$1]=127.0.$(($1 / 2 + 1)).$2
  mkdir -p "$lab/data.$1"
  sed "s#/etc/redis-credentials/#$lab/#; s#/etc/redis-certificates/#$lab/certificates/#; s#^dir /data#dir $lab/data.$1#" "$source/redis.conf" >"$lab/$1.conf"
  redis-server "$lab/$1.conf" --cluster-enabled yes --cluster-config-file "$lab/data.$1/nodes.conf" \
    --cluster-announce-ip "${address[$1]}" --cluster-announce-hostname "redis-cluster-$1.test" \
    --bind "${address[$1]}" --bind-source-addr "${address[$1]}" >"$lab/log.$1" 2>&1 &
  pid[$1]=$!
}
stop() { # number, signal
  kill "-$2" "${pid[$1]}"
  wait "${pid[$1]}" 2>/dev/null || true
}
script() { # name, number of the node that it runs in
  env -i PATH="$lab/bin" SELF="${address[$2]}" REDISCLI_AUTH="$password" REDIS_CLI_OPTIONS="$options" \
    NODES="${address[*]}" NETWORKS="$networks" PATIENCE=10 "$lab/bin/sh" "$source/scripts/$1.sh"
}
assemble() { script assemble 0 >"$lab/out" 2>&1; }
changed_nothing() { ! grep -q ' cluster ' "$lab/out"; }
# shellcheck disable=SC2086 # options are several words
ask() { REDISCLI_AUTH=$password redis-cli $options -h "${address[$1]}" "${@:2}"; }
answers() { REDISCLI_AUTH=$password timeout 5 redis-cli "$@" -h "${address[0]}" ping 2>/dev/null | grep -q PONG; }
role() { ask "$1" role | head -n 1; }
replica_of() { # number of a master
  local id
  id=$(ask "$1" cluster myid)
  for i in $numbers; do
    if ask "$i" cluster nodes | grep -q "myself,slave $id"; then echo "$i"; fi
  done
}
ready() { script ready "$1" 2>/dev/null; }
all_ready() { for i in $numbers; do ready "$i" || return 1; done; }
within() { # seconds, question...
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < end)) || return 1
    sleep 0.5
  done
}
masters_in_three_zones() {
  [ "$(for i in $numbers; do [ "$(role "$i")" = master ] && echo $((i / 2)); done | sort -u | wc -l)" = 3 ]
}
# Redirects name nodes, and the lab has no DNS: each node is asked for all keys, and answers for those of its shard.
all_keys() {
  [ "$(for i in $numbers; do seq 100 | sed 's/.*/get key&/' | ask "$i"; done | grep '^value' | sort -u | wc -l)" = 100 ]
}
verify() { # what, question...
  if "${@:2}"; then
    passed=$((passed + 1)) && echo "passed: $1"
  else
    failed=$((failed + 1)) && echo "FAILED: $1" && cat "$lab/out"
  fi
}
refuse() { ! "$@"; }
await_start() { # numbers...
  for i in "$@"; do
    within "$patience" script started "$i" 2>/dev/null && continue
    echo "Node $i does not start:" >&2 && cat "$lab/log.$i" >&2
    exit 1
  done
}
hands_over() { # number of a master
  script hand-over "$1" >/dev/null
  [ "$(role "$1")" = slave ]
}
restart_all() { # last part of the first address, what happens while all are down
  for i in $numbers; do stop "$i" KILL; done
  "${@:2}"
  for i in $numbers; do start "$i" $(($1 + i)); done
  # shellcheck disable=SC2086 # they are several
  await_start $numbers
}

lose_volumes() { rm -rf "$lab"/data.*; }

address[5]=127.0.3.15
for i in 0 1 2 3 4; do start "$i" $((10 + i)); done
await_start 0 1 2 3 4
verify 'one of six nodes is missing: nothing is founded' refuse assemble
verify 'nodes outside a cluster have started and are alive' script started 0
verify 'nodes outside a cluster are not ready' refuse ready 0
start 5 15
await_start 5
verify 'six empty nodes become a cluster' assemble
verify 'its masters are in three zones' masters_in_three_zones
verify 'all nodes are ready' within "$patience" all_ready
verify 'a second run succeeds' assemble
verify 'a second run changes nothing' changed_nothing
for i in $numbers; do seq 100 | sed 's/.*/set key& value&/' | ask "$i" >/dev/null; done
verify 'each key is in a shard' all_keys
# shellcheck disable=SC2046 # options are several words
verify 'who speaks no TLS gets no answer' refuse answers
verify 'a client without a certificate gets none' refuse answers --tls --cacert "$lab/own.crt"
verify 'nor one with a certificate of another authority' refuse answers $(options_of stranger)
verify 'one with a certificate of the own authority does' answers $(options_of certificates)
verify 'clients are sent to names, which a certificate can name' \
  grep -q 'redis-cluster-[0-5].test' <(ask 0 cluster slots)
verify 'no process shows the password' refuse grep -rqF "$password" "/proc/${pid[0]}/cmdline"

update() {
  for i in 5 4 3 2 1 0; do
    hands_over "$i" || return 1
    stop "$i" TERM
    start "$i" $((20 + i))
    within "$patience" ready "$i" || return 1
  done
}
verify 'an update: each master hands over before it stops, and each node comes back' update
verify 'an update loses no key' all_keys

# Its pod may be ready before the master counts it as online; a drain goes on to the master at once.
hand_over_to_one_that_copies() {
  local master replica
  for master in $numbers; do [ "$(role "$master")" = slave ] || break; done
  replica=$(replica_of "$master")
  stop "$replica" TERM
  # So long the master waits before it sends a copy: time to see it in that state.
  ask "$master" config set repl-diskless-sync-delay 10 >/dev/null
  start "$replica" $((80 + replica))
  within "$patience" knows_a_copying_replica "$master" || return 1
  hands_over "$master"
}
knows_a_copying_replica() { ask "$1" info replication | grep '^slave0' | grep -qv state=online; }
verify 'a master whose replica still copies its data waits for it, and hands over' hand_over_to_one_that_copies
verify 'all are ready again' within "$patience" all_ready
verify 'the masters are spread again' assemble
verify 'they are in three zones' masters_in_three_zones

restart_all 30 true
verify 'all nodes restart under new addresses: the cluster is put together again' assemble
verify 'all are ready' within "$patience" all_ready
verify 'all keys are there' all_keys

stop 0 KILL
rm -rf "$lab/data.0"
start 0 40
await_start 0
verify 'a master that lost its volume: its replica takes over and the new node joins' assemble
verify 'six nodes are known, not seven' [ "$(ask 2 cluster nodes | wc -l)" = 6 ]
verify 'they are in three zones again' masters_in_three_zones
verify 'all keys are still there' all_keys

restart_all 50 lose_volumes
ask 0 cluster addslotsrange 0 5460 >/dev/null
verify 'a founding that was interrupted is finished' assemble
verify 'all slots have an owner' grep -q 16384 <(ask 0 cluster info | grep slots_assigned)

# What Velero restores: six volumes, each as it was at another moment, while clients went on writing.
owner() { # key: the number of the node that has it
  for i in $numbers; do
    case "$(ask "$i" type "$1")" in MOVED* | CLUSTERDOWN*) ;; *) echo "$i" && return ;; esac
  done
}
events() { ask "$(owner events)" "$@"; }
send() { for n in "$@"; do events xadd events "$n-0" number "$n" >/dev/null; done; }
back_up() { for i in "$@"; do rm -rf "$lab/backup.$i" && cp -R "$lab/data.$i" "$lab/backup.$i"; done; }
restore_volumes() {
  lose_volumes
  for i in $numbers; do cp -R "$lab/backup.$i" "$lab/data.$i"; done
}
sent_before() { # number of the last one
  [ "$(for n in $(seq "$1"); do events xrange events "$n-0" "$n-0"; done | grep -c -- '-0$')" = "$1" ]
}

for i in $numbers; do seq 100 | sed 's/.*/set key& value&/' | ask "$i" >/dev/null; done
send $(seq 20)
events xgroup create events consumers 0 >/dev/null
events xreadgroup group consumers one count 5 streams events '>' >/dev/null
events xack events consumers 1-0 2-0 >/dev/null
for i in $numbers; do back_up "$i" && send $((100 + i)); done
send 200
restart_all 60 restore_volumes
verify 'volumes of six different moments become one cluster again' assemble
verify 'all are ready' within "$patience" all_ready
verify 'all keys of the backup are there' all_keys
verify 'all events that were sent before the backup are there' sent_before 20
verify 'no event of later is' [ -z "$(events xrange events 200-0 200-0)" ]
verify 'what nobody had acknowledged waits for its consumer' [ "$(events xpending events consumers | head -n 1)" = 3 ]

master=$(owner events)
replica=$(replica_of "$master")
back_up "$replica"
verify 'a master hands over between two backups' hands_over "$master"
for i in $numbers; do [ "$i" = "$replica" ] || back_up "$i"; done
restart_all 70 restore_volumes
verify 'of a backup across a failover two nodes follow each other: the assembly refuses' refuse assemble
verify 'it says so' grep -q 'A shard has no master' "$lab/out"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

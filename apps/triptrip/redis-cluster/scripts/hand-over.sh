#!/bin/sh
# Before a stop: a master hands its shard to a replica, which loses no write and takes no election.
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu

# Of the time that a pod has to stop; the rest is for writing what is in memory.
PATIENCE=40
# Redis gives a handover up after five seconds, as where the other masters are slow to agree: then it is asked again.
AGAIN=6

is_master() {
  redis-cli $REDIS_CLI_OPTIONS role | head -n 1 | grep -q '^master'
}

replicas() { # state
  redis-cli $REDIS_CLI_OPTIONS info replication |
    sed -n 's/^slave[0-9]*:ip=\([^,]*\),port=[0-9]*,state='"$1"',.*/\1/p'
}

second=0
due=0
while [ "$second" -lt "$PATIENCE" ] && is_master; do
  replica=$(replicas online | head -n 1)
  if [ -z "$replica" ]; then
    # One that copies the data can take over soon; where there is none at all nobody is waited for.
    [ -n "$(replicas '[a-z_]*')" ] || exit 0
  elif [ "$second" -ge "$due" ]; then
    redis-cli $REDIS_CLI_OPTIONS -h "$replica" cluster failover || true
    due=$((second + AGAIN))
  fi
  sleep 1
  second=$((second + 1))
done

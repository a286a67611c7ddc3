#!/bin/sh
# Before a stop: a master hands its shard to a replica, which loses no write and takes no election.
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu

is_master() {
  redis-cli $REDIS_CLI_OPTIONS role | head -n 1 | grep -q '^master'
}

is_master || exit 0
replica=$(redis-cli $REDIS_CLI_OPTIONS info replication |
  sed -n 's/^slave[0-9]*:ip=\([^,]*\),port=[0-9]*,state=online,.*/\1/p' | head -n 1)
[ -n "$replica" ] || exit 0
redis-cli $REDIS_CLI_OPTIONS -h "$replica" cluster failover
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  is_master || exit 0
  sleep 1
done

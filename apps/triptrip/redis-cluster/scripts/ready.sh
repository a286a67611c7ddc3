#!/bin/sh
# Readiness probe: the node serves, agrees with the majority of the masters and, as a replica, has its master's data.
# The last of these keeps an update from going on to a master whose replica could not take over yet.
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu
redis-cli $REDIS_CLI_OPTIONS ping | grep -q '^PONG'
redis-cli $REDIS_CLI_OPTIONS cluster info | grep -q '^cluster_state:ok'
replication=$(redis-cli $REDIS_CLI_OPTIONS info replication)
case $replication in
*role:master* | *master_link_status:up*) ;;
*) exit 1 ;;
esac

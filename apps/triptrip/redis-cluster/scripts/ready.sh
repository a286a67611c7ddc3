#!/bin/sh
# Readiness probe: the node serves, agrees with the majority of the masters and, as a replica, has its master's data.
# The last of these keeps an update from going on to a master whose replica could not take over yet.
set -eu
redis-cli ping | grep -q '^PONG'
redis-cli cluster info | grep -q '^cluster_state:ok'
replication=$(redis-cli info replication)
case $replication in
*role:master* | *master_link_status:up*) ;;
*) exit 1 ;;
esac

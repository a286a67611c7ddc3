#!/bin/sh
# Liveness probe: the server answers. A replica that loads its master's data is alive: a restart would only make it
# begin again, and nothing about the rest of the cluster is a reason for one.
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu
redis-cli $REDIS_CLI_OPTIONS ping | grep -q -e '^PONG' -e '^LOADING'

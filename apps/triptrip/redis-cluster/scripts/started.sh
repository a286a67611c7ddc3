#!/bin/sh
# Startup probe: the data is loaded. redis-cli exits with 0 on an error reply too, so the reply is looked at.
# shellcheck disable=SC2086 # REDIS_CLI_OPTIONS are several words
set -eu
redis-cli $REDIS_CLI_OPTIONS ping | grep -q '^PONG'

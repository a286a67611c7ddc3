#!/usr/bin/env bash
# Runs the migration of the task manager on a real PostgreSQL, with the arguments and files of the rendered Job, as a
# user that the system does not know: neither does the image know the user of the pod.
#
# Needs PostgreSQL 15 or later with its server programs. Takes a few seconds.
set -euo pipefail

cd "$(dirname "$0")/../../../.."
programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
if [ ! -x "$programs/postgres" ] || ! command -v psql >/dev/null; then
  echo "There is no PostgreSQL server. On Debian: apt-get install postgresql" >&2
  exit 1
fi

lab=$(mktemp -d)
passed=0 failed=0
# The server refuses root.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }
as_pod() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=54321 --regid=54321 --clear-groups "$@"; else "$@"; fi; }

finish() {
  [ ! -e "$lab/data/postmaster.pid" ] || (cd "$lab" && as_server "$programs/pg_ctl" stop -s -D data -m immediate) || true
  rm -rf "$lab"
}
trap finish EXIT

mkdir "$lab/data" "$lab/migrations"
chmod 755 "$lab" "$lab/migrations"
[ "$(id -u)" != 0 ] || chown nobody:nogroup "$lab/data"

# Files and arguments as the cluster gets them, but for the directory.
node --input-type=module -e '
  import { readFileSync, writeFileSync } from "node:fs";
  import { load } from "js-yaml";
  const [lab] = process.argv.slice(1);
  const read = (name) => load(readFileSync(`dist/sre-portfolio/api-service/app-production/${name}.yaml`, "utf8"));
  const { data } = read("configmap-api-service-migration");
  for (const [name, text] of Object.entries(data)) writeFileSync(`${lab}/migrations/${name}`, text);
  const [, ...words] = read("job-api-service-migration").spec.template.spec.containers[0].command;
  const moved = words.map((word) => word.replace("=/migrations/", `=${lab}/migrations/`));
  writeFileSync(`${lab}/arguments`, moved.join("\n") + "\n");
' "$lab"
mapfile -t arguments <"$lab/arguments"

(cd "$lab" && as_server "$programs/initdb" --pgdata=data --username=owner --auth=trust --no-sync) >"$lab/log" 2>&1
port=$((20000 + RANDOM % 20000))
(cd "$lab" && as_server "$programs/pg_ctl" start -s -w -D data -l data/log -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off")

export PGHOST=127.0.0.1 PGPORT=$port PGUSER=owner PGDATABASE=taskmanager PGCONNECT_TIMEOUT=10
export PGOPTIONS='-c lock_timeout=10s'
psql -qd postgres -c 'CREATE DATABASE taskmanager'

migrate() { as_pod env -u HOME psql "${arguments[@]}" >"$lab/output" 2>&1; }
ask() { psql -qAtX -c "$1"; }
check() {
  local name=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED: $name" && cat "$lab/output"; fi
}
answers() { [ "$(ask "$1")" = "$2" ] || { echo "asked $1, got: $(ask "$1")"; return 1; }; }
refuses() { ! psql -qX -c "$1" >/dev/null 2>&1; }

columns() {
  ask "SELECT column_name, data_type, coalesce(character_maximum_length::text, ''), is_nullable,
      regexp_replace(coalesce(column_default, ''), '::.*', '')
    FROM information_schema.columns WHERE table_name = '$1' ORDER BY ordinal_position"
}
users="id|integer||NO|nextval('users_id_seq'
username|character varying|50|NO|
email|character varying|100|NO|
password_hash|character varying|255|NO|
created_at|timestamp without time zone||YES|CURRENT_TIMESTAMP
updated_at|timestamp without time zone||YES|CURRENT_TIMESTAMP"
tasks="id|integer||NO|nextval('tasks_id_seq'
user_id|integer||YES|
title|character varying|200|NO|
description|text||YES|
status|character varying|20|YES|'TODO'
priority|character varying|20|YES|'MEDIUM'
due_date|timestamp without time zone||YES|
created_at|timestamp without time zone||YES|CURRENT_TIMESTAMP
updated_at|timestamp without time zone||YES|CURRENT_TIMESTAMP"
has_columns() { [ "$(columns "$1")" = "$2" ] || { columns "$1"; return 1; }; }

check "a database that is empty" migrate
check "the columns of users (S2-59)" has_columns users "$users"
check "the columns of tasks (S2-60)" has_columns tasks "$tasks"
check "the indexes of tasks (S2-61)" answers \
  "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE tablename = 'tasks'" \
  "idx_tasks_due_date idx_tasks_status idx_tasks_user_id tasks_pkey"

ask "INSERT INTO users (username, email, password_hash) VALUES ('ada', 'ada@example.com', 'x')"
ask "INSERT INTO tasks (user_id, title) VALUES (1, 'first'), (1, 'second')"
check "defaults" answers "SELECT DISTINCT status, priority, created_at IS NOT NULL FROM tasks" "TODO|MEDIUM|t"
check "no second user of that name" refuses \
  "INSERT INTO users (username, email, password_hash) VALUES ('ada', 'other@example.com', 'x')"
check "no second user of that address" refuses \
  "INSERT INTO users (username, email, password_hash) VALUES ('bob', 'ada@example.com', 'x')"
check "no user without a password" refuses "INSERT INTO users (username, email) VALUES ('eve', 'eve@example.com')"
check "no task of nobody" refuses "INSERT INTO tasks (user_id, title) VALUES (42, 'lost')"
check "no task without a title" refuses "INSERT INTO tasks (user_id) VALUES (1)"

check "a database that has it all (each rollout)" migrate
check "and keeps what is in it" answers "SELECT count(*) FROM tasks" 2
ask "DELETE FROM users WHERE username = 'ada'"
check "a user takes the tasks along" answers "SELECT count(*) FROM tasks" 0

printf 'CREATE TABLE half (id INTEGER);\nSELECT no_such_column;\n' >"$lab/migrations/999-broken.sql"
arguments+=("--file=$lab/migrations/999-broken.sql")
fails() { ! migrate; }
check "a mistake fails the Job" fails
check "and leaves nothing half done" answers "SELECT to_regclass('half') IS NULL" t

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

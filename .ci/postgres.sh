# A PostgreSQL server for one run, on loopback with a password: to be sourced by `.ci/run`. Needs Debian's package `postgresql`, 14 or newer.

# Sets POSTGRES_URL, unless somebody has given a server already.
start_postgres() {
  [ -z "${POSTGRES_URL:-}" ] || return 0
  local bin port password
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  password=$(node -e 'console.log(require("crypto").randomBytes(16).toString("hex"))')
  postgres_directory=$(mktemp -d)
  printf '%s\n' "$password" >"$postgres_directory/password"
  # The server refuses to run as root.
  as_owner=()
  if [ "$(id -u)" -eq 0 ]; then
    as_owner=(runuser -u postgres --)
    chown -R postgres "$postgres_directory"
  fi
  (
    cd "$postgres_directory"
    "${as_owner[@]}" "$bin/initdb" -D data -U tidewaiter --auth=scram-sha-256 --pwfile=password -E UTF8 --locale=C.UTF-8 >initdb.log
    # What a crash of this machine would cost is of no interest.
    "${as_owner[@]}" "$bin/pg_ctl" -D data -w -l "$postgres_directory/server.log" start >pg_ctl.log \
      -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c fsync=off -c max_connections=200"
  )
  postgres_pid=$(head -1 "$postgres_directory/data/postmaster.pid")
  export POSTGRES_URL="postgresql://tidewaiter:$password@127.0.0.1:$port/postgres"
}

# Only the server that was started here, by its own process id.
stop_postgres() {
  [ -n "${postgres_pid:-}" ] || return 0
  kill -INT "$postgres_pid" 2>/dev/null || true
  for _ in $(seq 100); do
    kill -0 "$postgres_pid" 2>/dev/null || break
    sleep 0.1
  done
  rm -rf "$postgres_directory"
}

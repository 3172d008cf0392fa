#!/bin/sh
# A real Neo4j on loopback for the tests. Needs Java 17 or newer and Maven; fetches the server once.
#   run.sh            fetch and build what is missing, then run the tests marked neo4j
#   run.sh build      fetch and build only
#   run.sh serve      start a server on port 7687 (or $NEO4J_PORT) and keep it until Ctrl-C or end of input
#   run.sh admin ...  neo4j-admin, on the home in $NEO4J_HOME
#   run.sh open HOME  a server on a home that neo4j-admin has filled
set -eu
here=$(cd "$(dirname "$0")" && pwd)

build() {
  cd "$here"
  if [ ! -f target/classes/Open.class ] || [ ! -d target/lib ] || [ pom.xml -nt target/classes/Open.class ]; then
    mvn -q -B compile dependency:copy-dependencies -DoutputDirectory=target/lib >&2
  fi
}

neo4j() {
  java -Xmx1g --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED \
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -Dlog4j2.disable.jmx=true -Dfile.encoding=UTF-8 \
    -cp "$here/target/classes:$here/target/lib/*" "$@"
}

serve() {
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  neo4j Launch "$folder" "$1"
}

case "${1:-test}" in
  build) build ;;
  serve) build; serve "${NEO4J_PORT:-7687}" ;;
  launch) build; serve 0 ;;
  admin) shift; neo4j org.neo4j.cli.AdminTool "$@" ;;
  open) neo4j Open "$2" ;;
  test) build; cd "$here/../.." && exec "${PYTHON:-python}" -m pytest -q -m neo4j tests/test_neo4j*.py ;;
  *) echo "run.sh: $1 is not one of build, serve, admin, open, test" >&2; exit 2 ;;
esac

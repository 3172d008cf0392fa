#!/bin/sh
# A real Neo4j on loopback for the tests. Needs Java 17 or newer and Maven; fetches the server once.
#   run.sh            fetch and build what is missing, then run the tests marked neo4j
#   run.sh build      fetch and build only
#   run.sh serve      start a server on port 7687 (or $NEO4J_PORT) and keep it until Ctrl-C or end of input
set -eu
cd "$(dirname "$0")"

build() {
  if [ ! -f target/classes/Launch.class ] || [ ! -d target/lib ] || [ pom.xml -nt target/classes/Launch.class ]; then
    mvn -q -B compile dependency:copy-dependencies -DoutputDirectory=target/lib >&2
  fi
}

serve() {
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  java -Xmx1g --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED \
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -Dlog4j2.disable.jmx=true -Dfile.encoding=UTF-8 \
    -cp "target/classes:target/lib/*" Launch "$folder" "$1"
}

build
case "${1:-test}" in
  build) ;;
  serve) serve "${NEO4J_PORT:-7687}" ;;
  launch) serve 0 ;;
  test) cd ../.. && exec "${PYTHON:-python}" -m pytest -q -m neo4j tests/test_neo4j.py ;;
  *) echo "run.sh: $1 is not one of build, serve, test" >&2; exit 2 ;;
esac

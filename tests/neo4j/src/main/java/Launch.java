import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4jBuilders;

/** Starts Neo4j in the folder args[0] with Bolt on loopback port args[1] (0: any), prints its address, and
 * stops when its input ends: it never outlives the process that started it. */
public class Launch {
  public static void main(String[] args) throws Exception {
    try (var server = Neo4jBuilders.newInProcessBuilder(Path.of(args[0]))
        .withDisabledServer()
        .withConfig(GraphDatabaseSettings.auth_enabled, false)
        .withConfig(BoltConnector.enabled, true)
        .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", Integer.parseInt(args[1])))
        .build()) {
      System.out.println("READY " + server.boltURI());
      System.out.flush();
      while (System.in.read() >= 0) { }
    }
  }
}

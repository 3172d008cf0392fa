import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** Opens the Neo4j home args[0], as neo4j-admin has filled it, with Bolt on a free loopback port; prints the
 * address, and stops when its input ends. */
public class Open {
  public static void main(String[] args) throws Exception {
    var service = new DatabaseManagementServiceBuilder(Path.of(args[0]))
        .setConfig(GraphDatabaseSettings.auth_enabled, false)
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
        .build();
    try {
      var database = (GraphDatabaseAPI) service.database("neo4j");
      var ports = database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
      System.out.println("READY bolt://" + ports.getLocalAddress(ConnectorType.BOLT));
      System.out.flush();
      while (System.in.read() >= 0) { }
    } finally {
      service.shutdown();
    }
  }
}

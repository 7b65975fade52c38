package io.latentmesh.bench.abuse;

import io.latentmesh.bench.resources.ServedProcess;
import java.util.Optional;

/**
 * One service of the mesh that is called.
 *
 * @param address host:port, plaintext
 * @param metrics address of its metrics page
 * @param process whose memory is watched; empty where the service shares its process
 */
public record Victim(
    MeshService service, String address, String metrics, Optional<ServedProcess> process) {
  int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}

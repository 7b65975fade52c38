package io.latentmesh.cli.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Ports of the loopback interface that nothing listens on, all different because they are held open
 * until all are known.
 */
final class FreePorts {
  private final Iterator<Integer> ports;

  private FreePorts(List<Integer> ports) {
    this.ports = ports.iterator();
  }

  static FreePorts find(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return new FreePorts(ports);
  }

  int next() {
    return ports.next();
  }
}

package io.latentmesh.bench.abuse;

import io.latentmesh.bench.abuse.BadCall.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Headers beside the ones that a call needs, and these with values that they cannot have. */
final class BadHeaders {
  private static final String HUGE = "x".repeat(9_000);
  private static final List<Header> ODD =
      List.of(
          new Header("latentmesh-tenant", "x".repeat(129)),
          new Header("latentmesh-tenant", "\u00e4\u0000\n"),
          new Header("latentmesh-request-id", "x".repeat(4_000)),
          new Header("latentmesh-job-id", "\"; drop table"),
          new Header("traceparent", "00-zz-zz-zz"),
          new Header("traceparent", "ff-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
          new Header("authorization", "Bearer"),
          new Header("authorization", "Basic Og=="),
          new Header("grpc-status-details-bin", "no status"),
          new Header("grpc-trace-bin", "no trace"),
          new Header("grpc-tags-bin", ""),
          new Header("grpc-accept-encoding", "gzip,gzip,,;q=9"),
          new Header("x-huge", HUGE));

  /** On the wire: what gRPC's own client would not send. */
  private static final List<List<Header>> WRONG =
      List.of(
          List.of(new Header("grpc-timeout", "0n")),
          List.of(new Header("grpc-timeout", "1n")),
          List.of(new Header("grpc-timeout", "99999999999999H")),
          List.of(new Header("grpc-timeout", "-5S")),
          List.of(new Header("grpc-timeout", "soon")),
          List.of(new Header("grpc-timeout", "")),
          List.of(new Header("UPPER", "case")),
          List.of(new Header("x-bin", "!!! no base64 !!!")),
          List.of(new Header("grpc-status-details-bin", "===")),
          List.of(new Header("content-type", "text/plain")),
          List.of(new Header("content-type", "application/grpc+json")),
          List.of(new Header("te", "gzip")),
          List.of(new Header("connection", "close")),
          List.of(new Header(":status", "200")),
          List.of(new Header(":path", "/second/path")),
          List.of(new Header("", "no name")),
          List.of(new Header("content-length", "1")),
          List.of(new Header("latentmesh-tenant", "\u0001\u0002")),
          List.of(new Header("x-huge", HUGE)));

  private static final int MANY = 60;

  private BadHeaders() {}

  /** One to three of them, or very many. */
  static Map<String, String> any(RandomGenerator random) {
    Map<String, String> headers = new HashMap<>();
    if (random.nextInt(10) == 0) {
      for (int i = 0; i < MANY; i++) {
        headers.put("x-" + i, "y".repeat(random.nextInt(200)));
      }
      return headers;
    }
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      Header header = BadValues.any(ODD, random);
      headers.put(header.name(), header.value());
    }
    return headers;
  }

  /** The headers of a call, and one that is wrong; some of them take the place of a right one. */
  static List<Header> wrong(List<Header> right, RandomGenerator random) {
    List<Header> wrong = new ArrayList<>(right);
    if (random.nextInt(4) == 0) {
      wrong.remove(random.nextInt(wrong.size()));
      return wrong;
    }
    for (Header header : BadValues.any(WRONG, random)) {
      wrong.removeIf(there -> there.name().equals(header.name()) && random.nextBoolean());
      wrong.add(header);
    }
    return wrong;
  }
}

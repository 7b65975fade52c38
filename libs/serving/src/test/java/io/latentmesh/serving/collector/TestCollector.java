package io.latentmesh.serving.collector;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** OTLP's trace service over gRPC on a free loopback port. Thread-safe. */
public final class TestCollector implements AutoCloseable {
  private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
  private static final MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse>
      EXPORT =
          MethodDescriptor.<ExportTraceServiceRequest, ExportTraceServiceResponse>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(SERVICE + "/Export")
              .setRequestMarshaller(
                  ProtoUtils.marshaller(ExportTraceServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(
                  ProtoUtils.marshaller(ExportTraceServiceResponse.getDefaultInstance()))
              .build();

  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final Server server;

  private TestCollector(ServerCredentials credentials) throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, credentials)
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(
                        EXPORT,
                        ServerCalls.asyncUnaryCall((request, responses) -> {
                          requests.add(request);
                          responses.onNext(ExportTraceServiceResponse.getDefaultInstance());
                          responses.onCompleted();
                        }))
                    .build())
            .build()
            .start();
  }

  public static TestCollector start() throws IOException {
    return new TestCollector(InsecureServerCredentials.create());
  }

  public static TestCollector start(ServerCredentials credentials) throws IOException {
    return new TestCollector(credentials);
  }

  public int port() {
    return server.getPort();
  }

  /** Where it takes spans in plaintext. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** In the order of arrival. */
  public List<CollectedSpan> spans() {
    return requests.stream().flatMap(CollectedSpan::of).toList();
  }

  /** All that was sent, as bytes of one character each. */
  public String bytes() {
    var all = new StringBuilder();
    for (ExportTraceServiceRequest request : requests) {
      all.append(new String(request.toByteArray(), StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}

package io.latentmesh.serving.collector;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A span as it arrived.
 *
 * @param process its resource's service.name
 */
public record CollectedSpan(String process, Span span) {

  static Stream<CollectedSpan> of(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource ->
            resource.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new CollectedSpan(process(resource), span)));
  }

  public String name() {
    return span.getName();
  }

  public String trace() {
    return hex(span.getTraceId());
  }

  public String id() {
    return hex(span.getSpanId());
  }

  /** Empty where it has none. */
  public String parent() {
    return hex(span.getParentSpanId());
  }

  public Span.SpanKind kind() {
    return span.getKind();
  }

  public boolean failed() {
    return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  /** By name, as text. */
  public Map<String, String> attributes() {
    return text(span.getAttributesList());
  }

  /** Those of each event, by name and as text. */
  public List<Map<String, String>> events() {
    return span.getEventsList().stream().map(event -> text(event.getAttributesList())).toList();
  }

  private static String process(ResourceSpans resource) {
    return text(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
  }

  private static Map<String, String> text(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.toString();
    };
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}

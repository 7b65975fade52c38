package io.latentmesh.serving.logging;

import io.latentmesh.serving.identity.CallIds;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ids of a call as fields of a log line; those that it does not have are left out. */
final class LogIds {
  private LogIds() {}

  static Map<String, String> of(CallIds ids) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("trace_id", ids.trace().traceId());
    fields.put("request_id", ids.requestId());
    fields.put("job_id", ids.jobId());
    fields.values().removeIf(String::isEmpty);
    return fields;
  }
}

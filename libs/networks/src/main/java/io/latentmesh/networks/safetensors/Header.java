package io.latentmesh.networks.safetensors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a header says, in the header's order.
 *
 * @param entries by tensor name
 */
record Header(Map<String, TensorEntry> entries, Map<String, String> metadata) {
  Header {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}

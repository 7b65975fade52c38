package io.latentmesh.textencoder;

import java.util.List;

/**
 * A text's tokens, without start, end and padding, not truncated.
 *
 * @param ids vocabulary indices
 * @param pieces the vocabulary entries, as many as ids
 */
record TokenizedText(List<Long> ids, List<String> pieces) {
  TokenizedText {
    ids = List.copyOf(ids);
    pieces = List.copyOf(pieces);
  }
}

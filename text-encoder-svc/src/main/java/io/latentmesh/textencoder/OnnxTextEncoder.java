package io.latentmesh.textencoder;

import io.latentmesh.networks.runtime.TextEncoderModel;
import java.util.List;

/** The service's view of a model that ONNX Runtime runs. Does not close it. */
final class OnnxTextEncoder implements TextEncoder {
  private final TextEncoderModel model;

  OnnxTextEncoder(TextEncoderModel model) {
    this.model = model;
  }

  @Override
  public List<EncodedText> encode(List<TokenWindow> windows, int clipSkip) {
    return model.encode(windows.stream().map(TokenWindow::ids).toList(), clipSkip).stream()
        .map(states -> new EncodedText(states.hiddenStates(), states.pooled()))
        .toList();
  }
}

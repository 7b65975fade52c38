package io.latentmesh.textencoder;

import io.latentmesh.serving.model.ServiceMain;

/** The process {@code text-encoder-svc}. */
public final class TextEncoderMain {
  private TextEncoderMain() {}

  /** Takes an optional settings file; the environment overrides it. */
  public static void main(String[] arguments) {
    int code =
        ServiceMain.run(
            ServiceMain.sources(arguments), TextEncoderSettings.class, TextEncoderServer::start);
    if (code != 0) {
      System.exit(code);
    }
  }
}

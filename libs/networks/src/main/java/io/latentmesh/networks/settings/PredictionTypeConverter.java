package io.latentmesh.networks.settings;

import io.latentmesh.networks.checkpoint.PredictionType;
import java.util.Arrays;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a prediction type as configs of diffusers spell it. */
public final class PredictionTypeConverter implements Converter<PredictionType> {
  @Override
  public PredictionType convert(String value) {
    return PredictionType.named(value)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "must be one of %s, was \"%s\""
                    .formatted(
                        Arrays.stream(PredictionType.values()).map(PredictionType::label).toList(),
                        value)));
  }
}

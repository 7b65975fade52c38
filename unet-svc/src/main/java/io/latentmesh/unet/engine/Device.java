package io.latentmesh.unet.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an engine runs its forwards on.
 *
 * @param measured batch curves from warm-up
 * @param maxRows most rows in one forward, whatever the curves say
 * @param selfTest rows of a forward that must succeed, new ones each time
 * @param testInterval between self-tests of a device that does not work
 */
public record Device(
    BatchDenoiser network,
    Map<Row.Kind, BatchCurve> measured,
    int maxRows,
    Supplier<List<Row>> selfTest,
    Duration testInterval) {
  public Device {
    measured = Map.copyOf(measured);
  }
}

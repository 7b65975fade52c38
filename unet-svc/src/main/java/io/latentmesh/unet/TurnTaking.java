package io.latentmesh.unet;

import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forwards of several models on one device, one at a time: two at once would each take as long as
 * both, and the measured batch times of either would be wrong.
 *
 * @param device fair, so that each model's next forward waits for one of every other at most
 */
record TurnTaking(ReentrantLock device, BatchDenoiser network) implements BatchDenoiser {

  static ModelOpening.Opened on(ReentrantLock device, ModelOpening.Opened opened) {
    HostedModel model = opened.model();
    return new ModelOpening.Opened(
        new HostedModel(
            model.description(),
            new TurnTaking(device, model.network()),
            model.conditioningLength()),
        opened.resources());
  }

  @Override
  public List<float[]> denoise(List<Row> rows) {
    device.lock();
    try {
      return network.denoise(rows);
    } finally {
      device.unlock();
    }
  }
}

package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.DeviceWatch;
import io.latentmesh.unet.engine.EngineObserver;
import io.latentmesh.unet.engine.Forward;
import io.latentmesh.unet.engine.Idle;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Sizing;
import java.util.List;

/** Looks at nothing, and takes failures for what they are here: bugs of the simulation. */
final class Unobserved implements EngineObserver, DeviceWatch {
  @Override
  public void ran(List<Row> rows, Forward forward) {}

  @Override
  public void failed(List<Row> rows, Throwable failure) {
    throw new IllegalStateException(failure);
  }

  @Override
  public void ranAgain(List<Row> rows) {}

  @Override
  public void nonFinite(Row row) {}

  @Override
  public void late(Row row) {}

  @Override
  public void idle(Idle reason, long nanos) {}

  @Override
  public void sized(Row.Kind kind, Sizing sizing) {}

  @Override
  public void broken(Throwable failure) {}

  @Override
  public void works() {}
}

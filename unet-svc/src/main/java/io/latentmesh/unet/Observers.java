package io.latentmesh.unet;

import io.latentmesh.unet.engine.DeviceWatch;

/** Who is told what becomes of a model. */
record Observers(EngineMetrics engine, DeviceWatch watch) {}

package io.latentmesh.unet;

import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.unet.engine.DeviceWatch;

/** Who is told what becomes of a model. */
record Observers(ModelMetrics model, EngineMetrics engine, DeviceWatch watch) {}

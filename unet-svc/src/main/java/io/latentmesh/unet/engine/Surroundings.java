package io.latentmesh.unet.engine;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What an engine is given from outside.
 *
 * @param nanoTime the clock, as {@link System#nanoTime()}
 * @param answers runs everything that follows a forward: checking values, completing answers and
 *     what depends on them; in production one thread, so that the device need not wait for it
 */
public record Surroundings(
    LongSupplier nanoTime, Executor answers, EngineObserver observer, DeviceWatch watch) {}

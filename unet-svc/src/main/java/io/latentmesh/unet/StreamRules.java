package io.latentmesh.unet;

import java.util.function.LongSupplier;

/**
 * What all streams of the service go by.
 *
 * @param maxOutstanding evaluations of one stream that may be unanswered or unread at a time
 * @param nanoTime the engine's clock
 */
record StreamRules(OpenReader openReader, int maxOutstanding, LongSupplier nanoTime) {}

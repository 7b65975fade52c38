package io.latentmesh.unet.engine;

/**
 * A stream whose answer is on its way to the caller, and with it the next evaluation.
 *
 * @param last evaluation that was answered
 * @param rows that it had, and the next one is expected to have
 * @param expectedNanos when the next one should be here, on the engine's clock; may have passed
 */
public record Returning(Evaluation last, Row.Kind kind, int rows, long expectedNanos) {}

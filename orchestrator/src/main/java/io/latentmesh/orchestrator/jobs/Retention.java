package io.latentmesh.orchestrator.jobs;

import java.time.Duration;

/**
 * What a store keeps of finished jobs.
 *
 * @param keep how long
 * @param maxBytes of running and finished jobs together; finished ones give way
 */
public record Retention(Duration keep, long maxBytes) {}

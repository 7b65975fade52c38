package io.latentmesh.orchestrator.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that may become a job, or join one.
 *
 * @param fingerprint equal for equal requests
 * @param lease how long the job goes on when nobody listens; empty ends it with its last listener
 * @param work what it would do, given the job's id; must do nothing yet
 */
public record Proposal(
    RequestKey key, String fingerprint, Optional<Duration> lease, Function<String, JobWork> work) {}

package io.latentmesh.orchestrator.jobs;

/**
 * A job to be.
 *
 * @param id unguessable, never used before
 * @param fingerprint equal for equal requests
 */
public record NewJob(String id, RequestKey key, String fingerprint) {}

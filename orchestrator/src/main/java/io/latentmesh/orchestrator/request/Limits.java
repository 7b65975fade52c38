package io.latentmesh.orchestrator.request;

/**
 * The server's own bounds on a request.
 *
 * @param maxSidePixels of width and of height
 * @param maxPixels of width times height
 * @param maxSteps of sampling
 * @param maxImages of one request
 */
public record Limits(int maxSidePixels, int maxPixels, int maxSteps, int maxImages) {}

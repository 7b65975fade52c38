package io.latentmesh.bench.throughput;

import io.latentmesh.bench.Sample;

/**
 * Readings of one contender at one number of requests in flight.
 *
 * @param imagesPerSecond one per block
 * @param latencies one per image, in seconds
 */
record Level(int inFlight, Sample imagesPerSecond, Sample latencies) {}

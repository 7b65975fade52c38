package io.latentmesh.bench.resources;

/**
 * What one process held at one moment.
 *
 * @param heapBytes used after a full collection
 * @param residentBytes in RAM
 * @param descriptors open files and sockets
 * @param threads of the kernel, those of the JVM and of native libraries included
 */
public record Holding(double heapBytes, double residentBytes, double descriptors, double threads) {}

/**
 * What a process holds while it serves: heap, memory, descriptors, threads. Reads Linux's {@code
 * /proc} and the process's metrics page; judges nothing.
 */
@NullMarked
package io.latentmesh.bench.resources;

import org.jspecify.annotations.NullMarked;

/** Images per second of the model on this machine, with and without batches. */
@NullMarked
package io.latentmesh.bench.throughput;

import org.jspecify.annotations.NullMarked;

/**
 * What the mesh adds to a step, and what it leaves of the device's time, around a device that takes
 * 11 ms for a forward and no processor.
 */
@NullMarked
package io.latentmesh.bench.idle;

import org.jspecify.annotations.NullMarked;

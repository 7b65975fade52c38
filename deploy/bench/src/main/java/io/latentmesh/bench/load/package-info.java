/**
 * Clients of the public API that offer load and note how each call ended: closed loop (so many
 * calls at once) and open loop (arrivals that wait for nobody). Refuses to know what serves them.
 */
@NullMarked
package io.latentmesh.bench.load;

import org.jspecify.annotations.NullMarked;

/**
 * Faults of containers, inflicted from outside: by the engine's command line, and by the tools of
 * the machine that it runs on in the network of a container, since the images have none and no
 * rights to use them. Starts no mesh and calls none.
 */
@NullMarked
package io.latentmesh.bench.containers;

import org.jspecify.annotations.NullMarked;

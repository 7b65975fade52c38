/**
 * One network in a process of its own that answers commands: so that whoever drives it, in whatever
 * language, can take turns with other contenders and read the process's memory.
 *
 * <p>Measures nothing but its own calls; compares nothing.
 */
@NullMarked
package io.latentmesh.bench.calls;

import org.jspecify.annotations.NullMarked;

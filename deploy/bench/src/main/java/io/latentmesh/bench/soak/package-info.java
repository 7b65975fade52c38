/**
 * Hours of work at less than capacity: whether every call is answered, and whether what processes
 * hold stays as it is. Breaks nothing and refuses nothing; what a process holds is read by {@link
 * io.latentmesh.bench.resources}.
 */
@NullMarked
package io.latentmesh.bench.soak;

import org.jspecify.annotations.NullMarked;

/**
 * A mesh of real processes on this machine: starting, finding again and ending them. Knows
 * processes, addresses and health; not what the services compute.
 */
@NullMarked
package io.latentmesh.cli.mesh;

import org.jspecify.annotations.NullMarked;

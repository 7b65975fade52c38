/**
 * The command line: turns options into calls of the public API and answers into files and lines.
 * Holds no diffusion logic; what it can do, any client can do.
 */
@NullMarked
package io.latentmesh.cli;

import org.jspecify.annotations.NullMarked;

/** Inputs for parsers that must survive any. */
@NullMarked
package io.latentmesh.networks.fuzz;

import org.jspecify.annotations.NullMarked;

/** The networks against the numbers of the reference libraries. */
@NullMarked
package io.latentmesh.networks.runtime;

import org.jspecify.annotations.NullMarked;

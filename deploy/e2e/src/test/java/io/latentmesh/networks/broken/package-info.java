/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.networks.broken;

import org.jspecify.annotations.NullMarked;

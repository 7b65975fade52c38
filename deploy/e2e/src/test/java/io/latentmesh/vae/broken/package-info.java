/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.vae.broken;

import org.jspecify.annotations.NullMarked;

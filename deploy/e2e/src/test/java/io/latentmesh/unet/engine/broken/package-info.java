/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.unet.engine.broken;

import org.jspecify.annotations.NullMarked;

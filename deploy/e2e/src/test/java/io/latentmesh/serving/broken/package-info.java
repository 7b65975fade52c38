/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.serving.broken;

import org.jspecify.annotations.NullMarked;

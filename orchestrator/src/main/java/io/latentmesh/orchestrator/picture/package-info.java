/**
 * The finished file: pixels, the text other programs read, and the recipe, as PNG. The same picture
 * with the same recipe is the same bytes: no times, no names of machines. Refuses to run anything.
 */
@NullMarked
package io.latentmesh.orchestrator.picture;

import org.jspecify.annotations.NullMarked;

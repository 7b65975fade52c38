/** Time for tests that move it themselves. */
@NullMarked
package io.latentmesh.serving.fakes;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.latentmesh.serving.coalescing;

import org.jspecify.annotations.NullMarked;

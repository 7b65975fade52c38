@NullMarked
package io.latentmesh.bench.scale;

import org.jspecify.annotations.NullMarked;

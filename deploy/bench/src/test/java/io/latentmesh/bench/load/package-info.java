@NullMarked
package io.latentmesh.bench.load;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.latentmesh.bench.idle;

import org.jspecify.annotations.NullMarked;

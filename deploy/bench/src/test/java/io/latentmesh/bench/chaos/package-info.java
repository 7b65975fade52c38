@NullMarked
package io.latentmesh.bench.chaos;

import org.jspecify.annotations.NullMarked;

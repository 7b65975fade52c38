@NullMarked
package io.latentmesh.bench.overload;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.latentmesh.bench.calls;

import org.jspecify.annotations.NullMarked;

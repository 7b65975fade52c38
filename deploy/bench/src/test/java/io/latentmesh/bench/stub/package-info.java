@NullMarked
package io.latentmesh.bench.stub;

import org.jspecify.annotations.NullMarked;

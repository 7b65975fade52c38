@NullMarked
package io.latentmesh.bench.containers;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.latentmesh.bench;

import org.jspecify.annotations.NullMarked;

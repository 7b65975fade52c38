@NullMarked
package io.latentmesh.cli.mesh;

import org.jspecify.annotations.NullMarked;

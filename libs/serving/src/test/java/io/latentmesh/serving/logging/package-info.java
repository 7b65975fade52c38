@NullMarked
package io.latentmesh.serving.logging;

import org.jspecify.annotations.NullMarked;

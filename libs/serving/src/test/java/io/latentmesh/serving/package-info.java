@NullMarked
package io.latentmesh.serving;

import org.jspecify.annotations.NullMarked;

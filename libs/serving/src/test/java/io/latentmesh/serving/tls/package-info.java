@NullMarked
package io.latentmesh.serving.tls;

import org.jspecify.annotations.NullMarked;

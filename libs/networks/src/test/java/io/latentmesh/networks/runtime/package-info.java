@NullMarked
package io.latentmesh.networks.runtime;

import org.jspecify.annotations.NullMarked;

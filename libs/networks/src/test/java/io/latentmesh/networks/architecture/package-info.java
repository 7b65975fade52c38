@NullMarked
package io.latentmesh.networks.architecture;

import org.jspecify.annotations.NullMarked;

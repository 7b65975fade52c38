@NullMarked
package io.latentmesh.networks.graph;

import org.jspecify.annotations.NullMarked;

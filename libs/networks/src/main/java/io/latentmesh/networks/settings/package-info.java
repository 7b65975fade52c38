/**
 * How a service is told which model it holds; the same for all that hold one. Refuses to know what
 * else a service can be told.
 */
@NullMarked
package io.latentmesh.networks.settings;

import org.jspecify.annotations.NullMarked;

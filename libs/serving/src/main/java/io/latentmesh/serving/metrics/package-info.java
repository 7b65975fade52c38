/**
 * What is measured in every process: gRPC calls on both sides and the JVM. Refuses to know the
 * services' own series and how the numbers are published.
 */
@NullMarked
package io.latentmesh.serving.metrics;

import org.jspecify.annotations.NullMarked;

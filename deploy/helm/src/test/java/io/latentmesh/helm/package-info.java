/**
 * The Helm chart, rendered as Helm renders it and read as Kubernetes reads it, without a cluster.
 * What these tests refuse: a field that Kubernetes does not know, a value that the chart does not
 * know, and a setting that the processes do not know.
 */
@NullMarked
package io.latentmesh.helm;

import org.jspecify.annotations.NullMarked;

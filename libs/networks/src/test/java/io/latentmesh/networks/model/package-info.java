/** Tests of how models are opened. */
@org.jspecify.annotations.NullMarked
package io.latentmesh.networks.model;

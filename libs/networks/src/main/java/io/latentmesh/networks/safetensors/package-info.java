/**
 * Weight files: a safetensors file opened by memory mapping with every claim of its header checked,
 * written for small results, and hashed. Knows neither networks nor configs, and refuses any file
 * whose header and size disagree.
 */
@NullMarked
package io.latentmesh.networks.safetensors;

import org.jspecify.annotations.NullMarked;

/**
 * The networks of the Stable Diffusion 1.x family: a configuration and a file of weights become a
 * graph. Reads as the papers and the reference implementation do, layer by layer.
 *
 * <p>Opens no files and runs nothing; knows neither protobuf nor a runtime.
 */
@NullMarked
package io.latentmesh.networks.architecture;

import org.jspecify.annotations.NullMarked;

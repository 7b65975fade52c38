/**
 * From a diffusers scheduler_config.json and a request to what is run: which sampler, over which
 * noise levels, asking the network at which timesteps. 22 scheduler classes of diffusers are
 * understood, with their own defaults, and some samplers of k-diffusion; whatever would change a
 * picture and is not understood is refused by name. Refuses to know prompts, models' files and
 * gRPC.
 */
@NullMarked
package io.latentmesh.orchestrator.plan;

import org.jspecify.annotations.NullMarked;

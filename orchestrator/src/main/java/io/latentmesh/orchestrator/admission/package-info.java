/**
 * Who may begin, when, and who is turned away: what a request will cost, when it would be done, and
 * the queue before the denoiser. Refuses to know prompts, pictures and transports; it never touches
 * a stage.
 */
@NullMarked
package io.latentmesh.orchestrator.admission;

import org.jspecify.annotations.NullMarked;

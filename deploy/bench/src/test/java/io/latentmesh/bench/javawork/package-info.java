/**
 * What a step costs in Java alone: from the predictions' bytes to the next latent's, by guidance
 * and sampler, around a network that answers at once; measured by JMH. Among the tests because JMH
 * is licensed for building and measuring only here: nothing that is shipped may need it. Refuses to
 * know channels and what carries the bytes, which {@code bench step} measures.
 */
@NullMarked
package io.latentmesh.bench.javawork;

import org.jspecify.annotations.NullMarked;

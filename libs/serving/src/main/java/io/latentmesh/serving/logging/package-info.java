/**
 * Where log lines go and what they look like, the same in every process. Refuses to know what is
 * logged: {@code event=... key=value} on one line, never tensors, prompts only at DEBUG.
 */
@NullMarked
package io.latentmesh.serving.logging;

import org.jspecify.annotations.NullMarked;

/**
 * One function executed for many blocked callers at once. Refuses to know what the function does.
 */
@NullMarked
package io.latentmesh.serving.coalescing;

import org.jspecify.annotations.NullMarked;

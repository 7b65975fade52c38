/**
 * Which request the current call belongs to, from process to process, so that log lines can say it.
 * Refuses to decide anything by it: ids are believed as they come, and only shown.
 */
@NullMarked
package io.latentmesh.serving.identity;

import org.jspecify.annotations.NullMarked;

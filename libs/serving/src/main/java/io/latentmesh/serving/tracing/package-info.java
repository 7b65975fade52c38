/**
 * What a trace shows of a call: a span for each call and each stage of it, sent to a collector by
 * OTLP. Refuses texts: names, counts, sizes and status codes only, and never a failure's message.
 */
@NullMarked
package io.latentmesh.serving.tracing;

import org.jspecify.annotations.NullMarked;

/**
 * Text to conditioning: CLIP's tokenizer, the text encoder behind a port, and the gRPC service that
 * lets concurrent calls share a forward. Knows neither samplers nor images.
 */
@NullMarked
package io.latentmesh.textencoder;

import org.jspecify.annotations.NullMarked;

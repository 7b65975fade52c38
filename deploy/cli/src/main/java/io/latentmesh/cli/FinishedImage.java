package io.latentmesh.cli;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.Image;

/**
 * A picture with all its bytes.
 *
 * @param message the event that announced it
 * @param png the whole file
 */
record FinishedImage(Image message, ByteString png) {}

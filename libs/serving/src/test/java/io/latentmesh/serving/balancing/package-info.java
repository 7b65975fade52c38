/** The policy against fake subchannels and a fake clock, and against real servers (IT). */
@NullMarked
package io.latentmesh.serving.balancing;

import org.jspecify.annotations.NullMarked;

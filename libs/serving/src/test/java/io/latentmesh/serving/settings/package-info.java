@NullMarked
package io.latentmesh.serving.settings;

import org.jspecify.annotations.NullMarked;

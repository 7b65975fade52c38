@NullMarked
package io.latentmesh.serving.files;

import org.jspecify.annotations.NullMarked;

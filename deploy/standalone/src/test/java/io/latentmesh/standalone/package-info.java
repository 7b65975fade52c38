@NullMarked
package io.latentmesh.standalone;

import org.jspecify.annotations.NullMarked;

/** Certificates made for tests, and the folders that they lie in; refuses to be anything more. */
@NullMarked
package io.latentmesh.serving.certificates;

import org.jspecify.annotations.NullMarked;

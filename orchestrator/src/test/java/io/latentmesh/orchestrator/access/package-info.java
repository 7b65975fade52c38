@NullMarked
package io.latentmesh.orchestrator.access;

import org.jspecify.annotations.NullMarked;

/** How commands are told which model to hold. Refuses to open it. */
@NullMarked
package io.latentmesh.cli.model;

import org.jspecify.annotations.NullMarked;

/** Where the command line finds the checkout that it belongs to. Knows paths only. */
@NullMarked
package io.latentmesh.cli.repository;

import org.jspecify.annotations.NullMarked;

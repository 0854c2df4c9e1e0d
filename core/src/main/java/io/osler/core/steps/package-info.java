/** The list of every step that a pipeline may name, from every room. */
@NullMarked
package io.osler.core.steps;

import org.jspecify.annotations.NullMarked;

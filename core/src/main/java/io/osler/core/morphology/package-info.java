/** Shapes and distances: erosion and what is made of it, components, skeletons, distances. */
@NullMarked
package io.osler.core.morphology;

import org.jspecify.annotations.NullMarked;

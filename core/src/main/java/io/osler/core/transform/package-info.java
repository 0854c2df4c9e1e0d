/** Deterministic steps from case to case, and the random ones that draw them. */
@NullMarked
package io.osler.core.transform;

import org.jspecify.annotations.NullMarked;

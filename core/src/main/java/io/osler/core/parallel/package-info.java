/** Work shared out over processors with the same bytes for any number of them. */
@NullMarked
package io.osler.core.parallel;

import org.jspecify.annotations.NullMarked;

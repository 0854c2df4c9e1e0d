/** Side-by-side runs against other systems: same weights, same machine, alternating. */
@NullMarked
package io.osler.benchmarks;

import org.jspecify.annotations.NullMarked;

/** The one training loop, its schedules, optimisers, checkpoints and listeners. */
@NullMarked
package io.osler.learn.train;

import org.jspecify.annotations.NullMarked;

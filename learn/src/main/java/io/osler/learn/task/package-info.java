/** Recipes that join data, plan, loop and evaluation for one task. */
@NullMarked
package io.osler.learn.task;

import org.jspecify.annotations.NullMarked;

/**
 * How good a result is: scores of classes, masks and boxes on plain arrays, with their intervals.
 */
@NullMarked
package io.osler.core.metric;

import org.jspecify.annotations.NullMarked;

/**
 * From the fingerprint of a data set and a budget to a readable plan, every choice with its reason.
 */
@NullMarked
package io.osler.learn.plan;

import org.jspecify.annotations.NullMarked;

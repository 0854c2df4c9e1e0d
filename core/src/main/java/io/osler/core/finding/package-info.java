/** What a reader is told: findings, what was measured about them, and where they are. */
@NullMarked
package io.osler.core.finding;

import org.jspecify.annotations.NullMarked;

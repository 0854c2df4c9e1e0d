/**
 * The data that flows: volumes, label maps and cases on one checked geometry (LPS, millimetres).
 */
@NullMarked
package io.osler.core.volume;

import org.jspecify.annotations.NullMarked;

/** How far sites or scanners differ, and the differences taken out: ComBat, landmarks by site. */
@NullMarked
package io.osler.core.harmony;

import org.jspecify.annotations.NullMarked;

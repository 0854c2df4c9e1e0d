/** Data sets: what files a folder holds, whose images they are, and how they are split. */
@NullMarked
package io.osler.learn.data;

import org.jspecify.annotations.NullMarked;

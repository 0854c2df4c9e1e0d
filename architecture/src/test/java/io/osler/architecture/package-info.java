/** Tests on arrows, names, sizes and words over all modules, each proven to bite. */
@NullMarked
package io.osler.architecture;

import org.jspecify.annotations.NullMarked;

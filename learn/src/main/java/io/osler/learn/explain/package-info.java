/** What in an image spoke for a class: heat maps of networks, 2-D and 3-D. */
@NullMarked
package io.osler.learn.explain;

import org.jspecify.annotations.NullMarked;

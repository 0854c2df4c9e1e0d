/**
 * What is wrong with an object, in plain words: structure, values, what its IOD requires (PS3.3).
 */
@NullMarked
package io.osler.dicom.validate;

import org.jspecify.annotations.NullMarked;

/**
 * DICOM data sets: tags, value representations, transfer syntaxes, reader and writer (PS3.5, 3.6,
 * 3.10).
 */
@NullMarked
package io.osler.dicom.dataset;

import org.jspecify.annotations.NullMarked;

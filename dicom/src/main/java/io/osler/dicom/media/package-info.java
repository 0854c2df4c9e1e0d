/** Folders and media: what lies where, by scan or by DICOMDIR (PS3.10 section 8, PS3.3 annex F). */
@NullMarked
package io.osler.dicom.media;

import org.jspecify.annotations.NullMarked;

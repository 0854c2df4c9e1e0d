package io.osler.dicom.dataset;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attribute of a data set: a tag, a representation and a value, decoded when asked for (PS3.5
 * section 7.1). Elements that were read remember their bytes, so that what nobody touches is
 * written back bit by bit.
 */
public sealed interface Element permits Element.Plain, Element.Items, Element.Fragments {
  Tag tag();

  VR vr();

  /** Header and value as they stood in a file; empty when made by a program. */
  Optional<MemorySegment> raw();

  /**
   * Byte of the file at which its tag stands (of the inflated part if deflated); empty when it was
   * made by a program, or the file is large enough to be mapped.
   */
  default OptionalLong offset() {
    return raw()
        .filter(bytes -> !bytes.isNative())
        .map(bytes -> OptionalLong.of(bytes.address()))
        .orElse(OptionalLong.empty());
  }

  /** Layout and character set that its bytes are in. */
  Context context();

  /** Text, numbers or bytes of defined length. */
  record Plain(Tag tag, VR vr, MemorySegment value, Optional<MemorySegment> raw, Context context)
      implements Element {
    /** Length of the value in bytes. */
    public long length() {
      return value.byteSize();
    }

    /**
     * The representation to decode with: that of the dictionary where a relay wrote UN (PS3.5
     * section 6.2.2), and LO for the names of private creators (section 7.8.1).
     */
    public VR effective() {
      if (vr == VR.UN && tag.isPrivateCreator()) {
        return VR.LO;
      }
      if (vr != VR.UN || tag.isPrivate()) {
        return vr;
      }
      VR known = Dictionary.vr(tag, context.isSigned());
      return known == VR.SQ ? VR.UN : known;
    }
  }

  /** A sequence: data sets within the data set (PS3.5 section 7.5). */
  record Items(Tag tag, VR vr, List<DataSet> items, Optional<MemorySegment> raw, Context context)
      implements Element {
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * Compressed pixel data (PS3.5 section A.4).
   *
   * @param offsets the basic offset table, empty when the file leaves it out
   * @param fragments in order; a frame may span several
   */
  record Fragments(
      Tag tag,
      VR vr,
      MemorySegment offsets,
      List<MemorySegment> fragments,
      Optional<MemorySegment> raw,
      Context context)
      implements Element {
    public Fragments {
      fragments = List.copyOf(fragments);
    }
  }
}

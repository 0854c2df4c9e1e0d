package io.osler.learn.tensor;

import static org.bytedeco.pytorch.global.torch.torch_empty;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import io.osler.learn.tensor.SafetensorsHeader.Entry;
import io.osler.learn.tensor.SafetensorsHeader.Type;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;

/**
 * Named tensors in a file: 8 bytes with the length of a JSON header, the header, the numbers in
 * little endian. The file is mapped, checked as a whole before anything is allocated, and never
 * executed. Equal tensors and metadata give equal bytes.
 */
public final class Safetensors implements AutoCloseable {
  private static final long CHUNK = 1L << 28;

  private final Path file;
  private final Arena arena;
  private final MemorySegment data;
  private final SafetensorsHeader header;

  private Safetensors(Path file, Arena arena, MemorySegment data, SafetensorsHeader header) {
    this.file = file;
    this.arena = arena;
    this.data = data;
    this.header = header;
  }

  /** Maps the file; refuses whatever is not exactly as the format says. */
  public static Safetensors open(Path file) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      String name = file.toString();
      if (all.byteSize() < 8) {
        throw SafetensorsHeader.refused(name, "it has only " + all.byteSize() + " bytes");
      }
      long length = all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
      if (length < 2 || length > all.byteSize() - 8 || length > SafetensorsHeader.MOST_BYTES) {
        throw SafetensorsHeader.refused(name, "it claims a header of " + length + " bytes");
      }
      byte[] json = all.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
      MemorySegment data = all.asSlice(8 + length);
      return new Safetensors(
          file, arena, data, SafetensorsHeader.parse(name, json, data.byteSize()));
    } catch (IOException e) {
      arena.close();
      throw new InputException(file + " cannot be read.", "", "check the path and its rights.", e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  public Set<String> names() {
    return header.entries().keySet();
  }

  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  public Map<String, String> metadata() {
    return Map.copyOf(header.metadata());
  }

  private Entry entry(String name) {
    Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new InputException(
          file + " holds no tensor '" + name + "'.", "", "choose another file.");
    }
    return entry;
  }

  /** A copy of the tensor, of the type it has in the file. */
  public Tensor tensor(String name) {
    Entry entry = entry(name);
    try (var scope = new TensorScope()) {
      Tensor tensor =
          torch_empty(
              entry.lengths(), new TensorOptions(entry.type().scalar), new MemoryFormatOptional());
      inChunks(
          tensor,
          (bytes, at) -> bytes.copyFrom(data.asSlice(entry.begin() + at, bytes.byteSize())));
      return scope.keep(tensor);
    }
  }

  /**
   * Fills each tensor of {@code state} from the one called {@code prefix + name}. Refuses, before
   * anything is changed, names that are missing or left over behind the prefix and unequal shapes.
   */
  public void into(Map<String, Tensor> state, String prefix) {
    Transfer transfer = compare(state, prefix);
    if (!transfer.complete()) {
      throw new InputException(
          file + " does not fit the network: " + transfer.summary() + ".",
          "it was saved from another architecture or number of classes.",
          "choose the file that belongs to the network.");
    }
    transfer.loaded().forEach(name -> copy(prefix + name, Objects.requireNonNull(state.get(name))));
  }

  /**
   * Fills what fits by name and shape and leaves the rest, such as the head for other classes, as
   * it is. Refuses a file of which nothing fits.
   */
  public Transfer intoMatching(Map<String, Tensor> state) {
    return intoMatching(state, "");
  }

  /** Likewise from the tensors called {@code prefix + name}. */
  public Transfer intoMatching(Map<String, Tensor> state, String prefix) {
    Transfer transfer = compare(state, prefix);
    if (transfer.loaded().isEmpty()) {
      throw new InputException(
          file + " holds nothing for this network: " + transfer.summary() + ".",
          "it was saved from another architecture.",
          "choose the network that the weights belong to.");
    }
    transfer.loaded().forEach(name -> copy(prefix + name, Objects.requireNonNull(state.get(name))));
    return transfer;
  }

  /** Fills {@code state} from a whole file and returns the metadata. */
  public static Map<String, String> load(Path file, Map<String, Tensor> state) {
    try (Safetensors tensors = open(file)) {
      tensors.into(state, "");
      return tensors.metadata();
    }
  }

  private Transfer compare(Map<String, Tensor> state, String prefix) {
    List<String> loaded = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> reshaped = new ArrayList<>();
    state.forEach(
        (name, tensor) -> {
          Entry entry = header.entries().get(prefix + name);
          if (entry == null) {
            missing.add(name);
          } else if (!entry.shape().equals(Transfer.shape(tensor))
              || entry.type().real() != Type.of(tensor.scalar_type()).real()) {
            reshaped.add(
                "%s (%s %s in the file, %s in the network)"
                    .formatted(name, entry.type(), entry.shape(), Transfer.shape(tensor)));
          } else {
            loaded.add(name);
          }
        });
    List<String> unexpected =
        header.entries().keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .filter(name -> !state.containsKey(name))
            .toList();
    return new Transfer(loaded, missing, unexpected, reshaped);
  }

  private void copy(String name, Tensor target) {
    try (var _ = new TensorScope()) {
      target.detach().copy_(tensor(name));
    }
  }

  /** Writes to a temporary file beside, forces it to disk and renames it. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SafetensorsHeader header = header(tensors, metadata);
    Atomic.replace(
        file,
        stream -> {
          WritableByteChannel out = Channels.newChannel(stream);
          byte[] json = header.bytes();
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(out, length.putLong(json.length).flip());
          writeAll(out, ByteBuffer.wrap(json));
          for (String name : header.entries().keySet()) {
            write(out, Objects.requireNonNull(tensors.get(name)));
          }
        });
  }

  /** Wide types first, so that every tensor is aligned; then by name. */
  private static SafetensorsHeader header(
      Map<String, Tensor> tensors, Map<String, String> metadata) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    long[] at = {0};
    tensors.keySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (String n) ->
                        -Type.of(Objects.requireNonNull(tensors.get(n)).scalar_type()).bytes)
                .thenComparing(Comparator.naturalOrder()))
        .forEach(
            name -> {
              Tensor tensor = Objects.requireNonNull(tensors.get(name));
              long begin = at[0];
              at[0] += tensor.nbytes();
              entries.put(
                  name,
                  new Entry(Type.of(tensor.scalar_type()), Transfer.shape(tensor), begin, at[0]));
            });
    return new SafetensorsHeader(entries, metadata);
  }

  private static void write(WritableByteChannel out, Tensor tensor) throws IOException {
    List<ByteBuffer> chunks = new ArrayList<>();
    try (var _ = new TensorScope()) {
      Tensor dense = tensor.detach().cpu().contiguous();
      inChunks(dense, (bytes, _) -> chunks.add(bytes.asByteBuffer()));
      for (ByteBuffer chunk : chunks) {
        writeAll(out, chunk);
      }
    }
  }

  private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Shows the memory of a dense tensor piece by piece: a Java buffer ends at 2 GiB. */
  private static void inChunks(Tensor tensor, ObjLongConsumer<MemorySegment> each) {
    long size = tensor.nbytes();
    for (long at = 0; at < size; at += CHUNK) {
      BytePointer bytes = new BytePointer(tensor.data_ptr());
      bytes.position(at).limit(Math.min(size, at + CHUNK));
      each.accept(MemorySegment.ofBuffer(bytes.asByteBuffer()), at);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}

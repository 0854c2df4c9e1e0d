package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutants of real files are refused in words, or read and written back bit by bit; nothing else may
 * happen: no other exception, no hang, no memory beyond the limits.
 *
 * <p>{@code -Pfuzz} runs a million, with all small files below {@code -Dosler.data} as further
 * seeds. {@code -Dosler.fuzz=N} runs N, {@code -Dosler.fuzz.first=M} begins at mutant M, which is
 * how a run goes on or a failure is repeated: each names its number. The mutants are the same
 * however many threads ({@code -Dosler.fuzz.threads}) try them.
 */
@Tag("fuzz")
class FuzzTest {
  private static final long MOST_MILLIS = 10_000;
  private static final int LARGEST_SEED = 40_000;
  private static final int MOST_WRONG = 20;

  /** Mutants that a thread takes at once. */
  private static final int SHARE = 50;

  @TempDir private Path folder;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  static List<byte[]> seeds(String more) throws Exception {
    List<Path> files = new ArrayList<>();
    Path own = Path.of(Objects.requireNonNull(FuzzTest.class.getResource("/seeds")).toURI());
    List<Path> roots = new ArrayList<>(List.of(own));
    if (!more.isBlank()) {
      roots.add(Path.of(more));
    }
    for (Path root : roots) {
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(file -> root.equals(own) || file.toString().contains("dicom-"))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(files::add);
      }
    }
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) <= LARGEST_SEED && isDicom(file)) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  private static boolean isDicom(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(132);
      return head.length == 132 && head[128] == 'D' || head.length > 8 && head[0] == 8;
    }
  }

  /** Takes shares until none is left; what it is at is there for others to see. */
  private final class Worker extends Thread {
    private final Mutants mutants;
    private final AtomicLong next;
    private final long end;
    private final MutantCheck check;
    private volatile long at = -1;
    private volatile long since;

    Worker(Mutants mutants, AtomicLong next, long end, Path own) {
      this.mutants = mutants;
      this.next = next;
      this.end = end;
      this.check = new MutantCheck(own);
      // One that hangs must not keep the test from failing.
      setDaemon(true);
    }

    @Override
    public void run() {
      for (long from = next.getAndAdd(SHARE);
          from < end && wrong.size() < MOST_WRONG;
          from = next.getAndAdd(SHARE)) {
        for (long n = from; n < Math.min(end, from + SHARE); n++) {
          since = System.nanoTime();
          at = n;
          attempt(n);
        }
      }
      at = -1;
    }

    private void attempt(long n) {
      try {
        check.check(mutants.mutant(n), n);
      } catch (IOException | RuntimeException | Error e) {
        wrong.add("mutant " + n + ": " + e + " at " + e.getStackTrace()[0]);
      }
    }

    private void watch() throws InterruptedException {
      while (isAlive()) {
        join(200);
        long mutant = at;
        long millis = (System.nanoTime() - since) / 1_000_000;
        if (mutant >= 0 && mutant == at) {
          assertThat(millis).as("milliseconds of mutant " + mutant).isLessThan(MOST_MILLIS);
        }
      }
    }
  }

  @Test
  void mutantsAreRefusedOrRoundTrip() throws Exception {
    int count = Integer.parseInt(System.getProperty("osler.fuzz", "1500"));
    long first = Long.getLong("osler.fuzz.first", 0);
    int threads =
        Integer.getInteger("osler.fuzz.threads", Runtime.getRuntime().availableProcessors());
    Mutants mutants = new Mutants(seeds(System.getProperty("osler.data", "")));
    AtomicLong next = new AtomicLong(first);
    List<Worker> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Path own = Files.createDirectory(folder.resolve("thread-" + t));
      workers.add(new Worker(mutants, next, first + count, own));
    }
    workers.forEach(Thread::start);
    for (Worker worker : workers) {
      worker.watch();
    }
    int read = workers.stream().mapToInt(one -> one.check.read).sum();
    int decoded = workers.stream().mapToInt(one -> one.check.decoded).sum();
    System.getLogger("fuzz")
        .log(
            System.Logger.Level.INFO,
            "{0} mutants: {1} read, {2} decoded, {3} rewritten, {4} placed",
            count,
            read,
            decoded,
            workers.stream().mapToInt(one -> one.check.rewritten).sum(),
            workers.stream().mapToInt(one -> one.check.placed).sum());
    assertThat(wrong).isEmpty();
    // A mutator that spoils everything tests nothing.
    assertThat(read).isGreaterThan(count / 3);
    assertThat(decoded).isGreaterThan(count / 20);
  }
}

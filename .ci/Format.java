import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs google-java-format over every Java file below a folder, in one JVM: {@code check} lists the
 * files that differ and fails, {@code apply} rewrites them. A program of its own because Maven may
 * run on a JDK that is too old for the formatter.
 */
public final class Format {
  private static final Set<String> SKIPPED = Set.of("target", "node_modules");

  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean apply = "apply".equals(args[0]);
    List<String> call =
        new ArrayList<>(
            apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    List<Path> files = javaFiles(Path.of(args[1]));
    files.forEach(file -> call.add(file.toString()));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = new Main(out, err, System.in).format(call.toArray(String[]::new));
    out.flush();
    err.flush();
    if (code != 0) {
      System.err.println(
          "The Java files named above are not formatted. Fix: mvn -q -N verify -Dformat=apply");
      System.exit(code);
    }
    System.out.println("Format: " + files.size() + " Java files " + (apply ? "written" : "agree"));
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".ci") && !folder.equals(root);
            return hidden || SKIPPED.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}

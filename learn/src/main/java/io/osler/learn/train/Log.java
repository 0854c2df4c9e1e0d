package io.osler.learn.train;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code log.jsonl}: one JSON object per line, a step or a validation. Opening it for a resumed run
 * drops the lines after the checkpoint, so that it reads as if nothing had happened.
 */
public final class Log implements Progress, AutoCloseable {
  private static final Pattern STEP = Pattern.compile("^\\{\"step\":(\\d+),.*}$");

  private final Path file;
  private Optional<BufferedWriter> lines = Optional.empty();

  public Log(Path file) {
    this.file = file;
  }

  @Override
  public void begins(long step) {
    try {
      List<String> kept = new ArrayList<>();
      if (step > 0 && Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          Matcher matcher = STEP.matcher(line);
          if (matcher.matches() && Long.parseLong(matcher.group(1)) <= step) {
            kept.add(line);
          }
        }
      }
      if (kept.isEmpty()) {
        lines = Optional.of(Files.newBufferedWriter(file));
        return;
      }
      String text = kept.stream().map(line -> line + "\n").collect(Collectors.joining());
      Atomic.replace(file, text.getBytes(StandardCharsets.UTF_8)); // killed now, nothing is lost
      lines = Optional.of(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void step(Moment moment, double loss) {
    line(
        String.format(
            Locale.ROOT,
            "{\"step\":%d,\"loss\":%.6f,\"learning-rate\":%.8f,\"gradient-norm\":%.5f}",
            moment.step(),
            loss,
            moment.learningRate(),
            moment.gradientNorm()));
  }

  @Override
  public void validated(Moment moment, Validation validation) {
    line(
        String.format(
            Locale.ROOT,
            "{\"step\":%d,\"validation-loss\":%.6f,\"%s\":%.6f}",
            moment.step(),
            validation.loss(),
            validation.metric(),
            validation.value()));
  }

  private void line(String text) {
    try {
      BufferedWriter out = lines.orElseThrow();
      out.write(text);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private InputException failed(IOException e) {
    return Atomic.refused(file, e);
  }

  @Override
  public void close() throws IOException {
    if (lines.isPresent()) {
      lines.get().close();
    }
  }
}

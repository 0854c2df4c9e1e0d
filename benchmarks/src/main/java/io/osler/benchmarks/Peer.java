package io.osler.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A Python process that does its side of a comparison when it is told to, line by line; its half of
 * the conversation is {@code peers/peer.py}.
 */
final class Peer implements Side, AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final String way;

  /** Starts it and waits until it has chosen its fastest way. */
  Peer(List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_")); // ours alone
      process = builder.start();
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      questions = process.outputWriter(StandardCharsets.UTF_8);
      way = answer("ready ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String way() {
    return way;
  }

  @Override
  public Timing run() {
    return Timing.of(process.toHandle(), () -> ask("run", "took "));
  }

  /** What it computes, to be held against ours: float32, little-endian. */
  float[] outputs(Path into) {
    ask("outputs " + into, "written");
    return floats(into);
  }

  static float[] floats(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(String question, String opening) {
    try {
      questions.write(question + "\n");
      questions.flush();
      return answer(opening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String opening) throws IOException {
    String line = answers.readLine();
    if (!Objects.requireNonNullElse(line, "").startsWith(opening)) {
      throw new IllegalStateException("the peer said '" + line + "', not '" + opening + "…'");
    }
    return line.substring(opening.length());
  }

  @Override
  public void close() {
    process.destroy();
  }
}

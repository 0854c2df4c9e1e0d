package io.osler.learn.tensor;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees, on close, every native object this thread made inside it; {@link #keep} moves one out.
 *
 * <p>Scopes are per thread and nest. {@code PointerScope.detach} is not used anywhere: it drops the
 * last reference and frees the tensor.
 */
public final class TensorScope implements AutoCloseable {
  private final Optional<PointerScope> outer = Optional.ofNullable(PointerScope.getInnerScope());
  private final PointerScope inner = new PointerScope();

  /**
   * Lets {@code pointer} outlive this scope: it then belongs to the enclosing one, or to the heap.
   */
  public <P extends Pointer> P keep(P pointer) {
    if (outer.isPresent()) {
      outer.get().attach(pointer);
    } else {
      pointer.retainReference();
    }
    return pointer;
  }

  @Override
  public void close() {
    inner.close();
  }
}

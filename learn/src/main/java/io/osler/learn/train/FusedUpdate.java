package io.osler.learn.train;

import io.osler.learn.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ListType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/**
 * An optimiser step in one pass over memory: libtorch's fused kernels, which its C++ interface does
 * not name and which are therefore called through the dispatcher.
 */
final class FusedUpdate implements AutoCloseable {
  private static final boolean AMSGRAD = false;
  private static final boolean MAXIMISE = false;
  private static final double DAMPENING = 0;

  /** What moves: vectors of equal length at equal places of the lists; second is AdamW's alone. */
  record Moved(
      List<Tensor> weights, List<Tensor> gradients, List<Tensor> first, List<Tensor> second) {}

  /**
   * @param t the step, counted from 1
   * @param shrink what gradients are divided by
   */
  record Pace(double rate, double decay, long t, double shrink) {}

  private final OperatorHandle adamW = operator("aten::_fused_adamw_");
  private final OperatorHandle sgd = operator("aten::_fused_sgd_");

  private static OperatorHandle operator(String name) {
    OperatorHandle found = Dispatcher.singleton().findSchemaOrThrow(name, "");
    found.retainReference();
    return found;
  }

  /** Moves the weights; must run inside a tensor scope, without gradients. */
  void step(Optimiser optimiser, Moved moved, Pace pace) {
    IValueVector stack = new IValueVector();
    stack.push_back(list(moved.weights())).push_back(list(moved.gradients()));
    switch (optimiser) {
      case Optimiser.AdamW(_, var beta1, var beta2, _) -> {
        Tensor t = Tensors.of(new float[] {pace.t()}, new long[0]);
        stack
            .push_back(list(moved.first()))
            .push_back(list(moved.second()))
            .push_back(list(List.of()))
            .push_back(list(moved.weights().stream().map(_ -> t).toList()))
            .push_back(new IValue(pace.rate()))
            .push_back(new IValue(beta1))
            .push_back(new IValue(beta2))
            .push_back(new IValue(pace.decay()))
            .push_back(new IValue(Optimiser.AdamW.EPSILON))
            .push_back(new IValue(AMSGRAD))
            .push_back(new IValue(MAXIMISE))
            .push_back(shrink(pace))
            .push_back(new IValue());
        adamW.callBoxed(stack);
      }
      case Optimiser.Sgd(_, var momentum, var nesterov, _) -> {
        stack
            .push_back(list(momentum > 0 ? moved.first() : List.of()))
            .push_back(new IValue(pace.decay()))
            .push_back(new IValue(momentum))
            .push_back(new IValue(pace.rate()))
            .push_back(new IValue(DAMPENING))
            .push_back(new IValue(nesterov && momentum > 0))
            .push_back(new IValue(MAXIMISE))
            .push_back(new IValue(false)) // the momentum starts as zeros
            .push_back(shrink(pace))
            .push_back(new IValue());
        sgd.callBoxed(stack);
      }
    }
  }

  private static IValue shrink(Pace pace) {
    return pace.shrink() == 1
        ? new IValue()
        : new IValue(Tensors.of(new float[] {(float) pace.shrink()}, new long[0]));
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(ListType.ofTensors().containedType(0));
    tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
    return new IValue(list);
  }

  @Override
  public void close() {
    adamW.releaseReference();
    sgd.releaseReference();
  }
}

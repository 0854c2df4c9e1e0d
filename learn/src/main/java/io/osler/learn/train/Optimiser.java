package io.osler.learn.train;

import io.osler.core.config.Require;

/** How gradients move weights. Matrices and kernels decay; biases and norms do not. */
public sealed interface Optimiser {
  double learningRate();

  double weightDecay();

  /** Loshchilov and Hutter 2019: Adam with decoupled weight decay. */
  record AdamW(double learningRate, double beta1, double beta2, double weightDecay)
      implements Optimiser {
    static final double EPSILON = 1e-8;

    public AdamW {
      Require.within("learning-rate", learningRate, 1e-8, 10);
      Require.within("beta1", beta1, 0, 0.99999);
      Require.within("beta2", beta2, 0, 0.99999);
      Require.within("weight-decay", weightDecay, 0, 10);
    }
  }

  /** Stochastic gradient descent with momentum, coupled weight decay as PyTorch's. */
  record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay)
      implements Optimiser {
    public Sgd {
      Require.within("learning-rate", learningRate, 1e-8, 10);
      Require.within("momentum", momentum, 0, 0.99999);
      Require.within("weight-decay", weightDecay, 0, 10);
    }
  }
}

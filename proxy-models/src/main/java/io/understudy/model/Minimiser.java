package io.understudy.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization,
 * algorithms 7.4, 7.5 and 3.1). Deterministic: the same start gives the same result, bit by bit.
 */
final class Minimiser {
  private static final int MEMORY = 8;
  private static final int MOST_STEPS = 200;
  private static final int MOST_HALVINGS = 30;
  private static final double SUFFICIENT = 1e-4;

  /** A convex function with its gradient. */
  interface Objective {
    /**
     * @param at the point
     * @param gradientOut where the gradient goes, overwritten
     * @return the value
     */
    double value(double[] at, double[] gradientOut);
  }

  private record Pair(double[] step, double[] change, double curvature) {}

  private Minimiser() {}

  /**
   * A point where no entry of the gradient is larger than the tolerance, or the best after a fixed
   * number of steps.
   *
   * @param start where to begin; not changed
   */
  static double[] minimise(Objective objective, double[] start, double tolerance) {
    double[] point = start.clone();
    double[] gradient = new double[point.length];
    double value = objective.value(point, gradient);
    Deque<Pair> memory = new ArrayDeque<>();
    for (int step = 0; step < MOST_STEPS && largest(gradient) > tolerance; step++) {
      double[] direction = direction(gradient, memory);
      double slope = dot(direction, gradient);
      if (slope >= 0) {
        memory.clear();
        direction = direction(gradient, memory);
        slope = dot(direction, gradient);
      }
      double length = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
      double[] next = new double[point.length];
      double[] nextGradient = new double[point.length];
      double nextValue = Double.POSITIVE_INFINITY;
      for (int halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
        for (int i = 0; i < point.length; i++) {
          next[i] = point[i] + length * direction[i];
        }
        nextValue = objective.value(next, nextGradient);
        if (nextValue <= value + SUFFICIENT * length * slope) {
          break;
        }
      }
      if (!(nextValue < value)) {
        return point;
      }
      remember(memory, point, next, gradient, nextGradient);
      point = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return point;
  }

  private static void remember(
      Deque<Pair> memory, double[] from, double[] to, double[] before, double[] after) {
    double[] step = minus(to, from);
    double[] change = minus(after, before);
    double curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      memory.addLast(new Pair(step, change, curvature));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  /** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
  private static double[] direction(double[] gradient, Deque<Pair> memory) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      direction[i] = -gradient[i];
    }
    double[] parts = new double[memory.size()];
    int k = 0;
    for (Iterator<Pair> newest = memory.descendingIterator(); newest.hasNext(); k++) {
      Pair pair = newest.next();
      parts[k] = dot(pair.step(), direction) / pair.curvature();
      add(direction, -parts[k], pair.change());
    }
    Pair last = memory.peekLast();
    if (last != null) {
      double scale = last.curvature() / dot(last.change(), last.change());
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
    for (Pair pair : memory) {
      k--;
      add(direction, parts[k] - dot(pair.change(), direction) / pair.curvature(), pair.step());
    }
    return direction;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

/** ScaleDoc's contrastive encoder: a small perceptron that is trained on embeddings. */
@NullMarked
package io.understudy.contrast;

import org.jspecify.annotations.NullMarked;

/** Who learns the LLM's answers: students under one interface, and the contest among them. */
@NullMarked
package io.understudy.student;

import org.jspecify.annotations.NullMarked;

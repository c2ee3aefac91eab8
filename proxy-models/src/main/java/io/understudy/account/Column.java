package io.understudy.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a column of {@code understudy_runs()} means: the source of its documentation. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
  /** One sentence or more. */
  String meaning();

  /** Unit of the value; empty for texts. */
  String unit() default "";
}

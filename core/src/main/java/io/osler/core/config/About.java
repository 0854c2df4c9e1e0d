package io.osler.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a record does or a component means, in one line, as lists and help pages print it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface About {
  String value();

  /** The paper or tool whose definition is followed; empty when there is none. */
  String source() default "";
}

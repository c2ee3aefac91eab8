package io.understudy.sample;

import java.io.Serializable;

/**
 * A content and how often it occurs.
 *
 * @param order the content's {@link ContentKey#order(long) order}, unsigned
 * @param count rows that carry it, at least 1; {@link Integer#MAX_VALUE} means "at least that many"
 */
public record ContentCount(long order, int count) implements Serializable {}

package io.understudy.it;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Queries over the tables of {@link Notes}, with questions of {@link Questions} in them. Each has
 * one result only: where it takes some of the rows, it orders them first.
 */
final class RandomQueries {
  private static final int DEPTH = 2;
  private static final List<String> JOINS = List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
  private static final List<String> HALF_JOINS = List.of("LEFT SEMI JOIN", "LEFT ANTI JOIN");
  private static final String COLUMNS =
      "id, shop, price, review, says_good, says_film, says_topic FROM ";

  private RandomQueries() {}

  static Arbitrary<String> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, rows()),
        Tuple.of(4, groups()),
        Tuple.of(3, joins()),
        Tuple.of(2, halfJoins()),
        Tuple.of(2, sets()),
        Tuple.of(2, windows()),
        Tuple.of(2, nested()),
        Tuple.of(1, twice()));
  }

  private static Arbitrary<String> rows() {
    return filled(
        "SELECT t.id, %s AS a, %s AS b FROM %s t WHERE %s%s",
        value("t"), value("t"), source(), predicate(), top());
  }

  private static Arbitrary<String> groups() {
    return filled(
        "SELECT %s AS k, count(*), count_if(%s), sum(CASE WHEN %s THEN price END), max(%s),"
            + " count(DISTINCT %s) FILTER (WHERE %s) FROM %s t WHERE %s GROUP BY 1 HAVING %s",
        text("t"),
        condition("t", 1),
        condition("t", 1),
        text("t"),
        text("t"),
        condition("t", 1),
        source(),
        condition("t", 1),
        filled("count_if(%s) >= %s", condition("t", 1), number(2)));
  }

  private static Arbitrary<String> joins() {
    return filled(
        "SELECT t.id, u.city, %s, %s FROM %s t %s s u ON t.shop = u.shop AND %s WHERE %s",
        value("t"),
        ofShop(),
        source(),
        Arbitraries.of(JOINS),
        Arbitraries.oneOf(sides("t"), sides("u"), filled("(%s OR %s)", sides("t"), sides("u"))),
        Arbitraries.oneOf(condition("t", 1), sides("u")));
  }

  private static Arbitrary<String> halfJoins() {
    return filled(
        "SELECT t.id, %s FROM %s t %s s u ON t.shop = u.shop AND %s WHERE %s",
        value("t"),
        source(),
        Arbitraries.of(HALF_JOINS),
        Arbitraries.oneOf(sides("t"), sides("u")),
        condition("t", 1));
  }

  private static Arbitrary<String> sets() {
    return filled(
        "SELECT %s FROM %s t WHERE %s %s SELECT %s FROM %s t WHERE %s",
        text("t"),
        source(),
        condition("t", 1),
        Arbitraries.of(
            "UNION ALL", "UNION", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL", "MINUS"),
        text("t"),
        source(),
        condition("t", 1));
  }

  private static Arbitrary<String> windows() {
    return filled(
        "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY %s ORDER BY %s, id) AS k,"
            + " count_if(%s) OVER (PARTITION BY shop) AS n FROM %s t) WHERE k <= %s OR n = 1",
        text("t"), value("t"), condition("t", 1), source(), number(3));
  }

  private static Arbitrary<String> nested() {
    return filled(
        "SELECT q.a, count(*), max(q.b) FROM (%s) q WHERE q.id %% 3 <> %s GROUP BY q.a",
        rows(), number(2));
  }

  private static Arbitrary<String> twice() {
    return filled(
        "WITH j AS (SELECT id, shop, %s AS a, %s AS b FROM %s t) SELECT x.id, y.id, x.a, y.b FROM j x"
            + " JOIN j y ON x.id = y.id + 1 AND x.a <=> y.a",
        text("t"), condition("t", 1), source());
  }

  /** Something to read rows from, with the columns of {@code r} and ids that differ. */
  private static Arbitrary<String> source() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just("r")),
        Tuple.of(2, filled("(SELECT * FROM r t WHERE %s)", condition("t", 1))),
        Tuple.of(1, Arbitraries.just("(SELECT DISTINCT " + COLUMNS + "r)")),
        Tuple.of(1, filled("(SELECT * FROM r ORDER BY id LIMIT %s)", number(20))),
        Tuple.of(
            1,
            Arbitraries.just(
                "(SELECT "
                    + COLUMNS
                    + "r UNION ALL SELECT shop + 100, shop, shop * 10, review, says_good, says_film,"
                    + " says_topic FROM s)")));
  }

  private static Arbitrary<String> top() {
    return Arbitraries.oneOf(
        Arbitraries.just(""),
        filled(" ORDER BY %s, id LIMIT %s", value("t"), number(12)),
        filled(" ORDER BY id LIMIT %s OFFSET %s", number(12), number(4)));
  }

  private static Arbitrary<String> condition(String t, int depth) {
    if (depth == 0) {
      return Arbitraries.frequencyOf(Tuple.of(3, asking(t)), Tuple.of(2, cheap(t)));
    }
    Arbitrary<String> part = condition(t, depth - 1);
    return Arbitraries.frequencyOf(
        Tuple.of(3, condition(t, 0)),
        Tuple.of(2, filled("(%s AND %s)", part, part)),
        Tuple.of(2, filled("(%s OR %s)", part, part)),
        Tuple.of(1, filled("NOT (%s)", part)),
        Tuple.of(1, filled("(%s) <=> (%s)", part, part)),
        Tuple.of(1, filled("coalesce(%s, %s)", part, part)),
        Tuple.of(1, filled("if(%s, %s, %s)", part, part, part)),
        Tuple.of(1, filled("CASE WHEN %s THEN %s WHEN %s THEN %s END", part, part, part, part)));
  }

  /** A condition where Spark allows a subquery in it. */
  private static Arbitrary<String> predicate() {
    Arbitrary<String> condition = condition("t", DEPTH);
    return Arbitraries.frequencyOf(
        Tuple.of(4, condition),
        Tuple.of(1, filled("(%s OR t.shop IN (SELECT shop FROM s WHERE @good()))", condition)),
        Tuple.of(1, filled("%s AND t.shop NOT IN (SELECT shop FROM s WHERE @film())", condition)),
        Tuple.of(
            1,
            filled(
                "%s AND NOT EXISTS (SELECT 1 FROM s u WHERE u.shop = t.shop AND %s)",
                condition, sides("u"))),
        Tuple.of(
            1,
            filled(
                "%s OR t.price > (SELECT avg(price) FROM r u WHERE u.shop = t.shop AND %s)",
                condition, condition("u", 1))));
  }

  /** A question about a row of {@code r} or {@code s}. */
  private static Arbitrary<String> asking(String t) {
    return Arbitraries.of(
            "@good(#)",
            "@film(#)",
            "@topic(#) = 'film'",
            "@topic(#) IN ('book', 'game')",
            "@good(#) IS NULL",
            "@topic(#) < 'c'")
        .map(question -> question.replace("#", t));
  }

  private static Arbitrary<String> sides(String t) {
    return Arbitraries.oneOf(
        asking(t), Arbitraries.just(t + ".shop < 3"), Arbitraries.just(t + ".review IS NOT NULL"));
  }

  private static Arbitrary<String> ofShop() {
    return Arbitraries.oneOf(
        Arbitraries.just("coalesce(@topic(u), 'none')"), filled("(%s)", asking("u")));
  }

  private static Arbitrary<String> cheap(String t) {
    return Arbitraries.oneOf(
        filled(t + ".id < %s", number(24)),
        filled(t + ".price %% 3 = %s", number(2)),
        filled(t + ".shop = %s", number(5)),
        Arbitraries.just(t + ".review IS NULL"));
  }

  private static Arbitrary<String> value(String t) {
    return Arbitraries.oneOf(
        text(t),
        filled("(%s)", condition(t, 1)),
        filled("if(%s, 1, 0)", condition(t, 1)),
        Arbitraries.just("length(@topic(" + t + "))"));
  }

  private static Arbitrary<String> text(String t) {
    return Arbitraries.oneOf(
        Arbitraries.just("@topic(" + t + ")"),
        Arbitraries.just("coalesce(@topic(" + t + "), 'none')"),
        filled("string(%s)", condition(t, 0)),
        filled("CASE WHEN %s THEN upper(@topic(" + t + ")) ELSE 'x' END", condition(t, 1)));
  }

  private static Arbitrary<String> number(int most) {
    return Arbitraries.integers().between(0, most).map(String::valueOf);
  }

  @SafeVarargs
  private static Arbitrary<String> filled(String format, Arbitrary<String>... parts) {
    return Combinators.combine(List.of(parts)).as(values -> format.formatted(values.toArray()));
  }
}

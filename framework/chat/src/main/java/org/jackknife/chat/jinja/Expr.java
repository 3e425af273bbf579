package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Optional;

/** An expression of the template language, with the line it starts on. */
sealed interface Expr {

    int line();

    record Literal(Object value, int line) implements Expr {}

    record Name(String name, int line) implements Expr {}

    record ListOf(List<Expr> items, int line) implements Expr {}

    record TupleOf(List<Expr> items, int line) implements Expr {}

    record DictOf(List<Entry> entries, int line) implements Expr {}

    record Entry(Expr key, Expr value) {}

    /** {@code object.name}: attributes and methods first, then keys. */
    record Attribute(Expr object, String name, int line) implements Expr {}

    /** {@code object[key]}: keys and indices first, then attributes. */
    record Item(Expr object, Expr key, int line) implements Expr {}

    record Slice(Expr object, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step, int line) implements Expr {}

    record Call(Expr function, Passed arguments, int line) implements Expr {}

    record Filter(Optional<Expr> input, String name, Passed arguments, int line) implements Expr {}

    record Test(Expr input, String name, Passed arguments, int line) implements Expr {}

    record Unary(String operator, Expr operand, int line) implements Expr {}

    record Binary(String operator, Expr left, Expr right, int line) implements Expr {}

    record And(Expr left, Expr right, int line) implements Expr {}

    record Or(Expr left, Expr right, int line) implements Expr {}

    record Not(Expr operand, int line) implements Expr {}

    /** {@code a < b <= c}: each operator compares its neighbours, as in Python. */
    record Comparison(Expr first, List<Operand> rest, int line) implements Expr {}

    record Operand(String operator, Expr value) {}

    record Conditional(Expr test, Expr then, Optional<Expr> otherwise, int line) implements Expr {}

    /** Arguments as written at a call. */
    record Passed(List<Expr> positional, List<Named> named, Optional<Expr> spread, Optional<Expr> namedSpread) {
        static final Passed NONE = new Passed(List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    record Named(String name, Expr value) {}
}

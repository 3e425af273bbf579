package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Optional;

/** A statement of the template language, with the line it starts on. */
sealed interface Stmt {

    int line();

    record Text(String text, int line) implements Stmt {}

    record Print(Expr value, int line) implements Stmt {}

    record If(Expr test, List<Stmt> then, List<Stmt> otherwise, int line) implements Stmt {}

    record For(Target target, Expr items, Optional<Expr> filter, Body body, boolean recursive, int line) implements Stmt {}

    /** What a loop does, and what it does instead when there was nothing to loop over. */
    record Body(List<Stmt> each, List<Stmt> whenEmpty) {}

    record Set(Target target, Expr value, int line) implements Stmt {}

    /** {@code {% set x | filter %}...{% endset %}}. */
    record SetBlock(Target target, Optional<Expr.Filter> filter, List<Stmt> body, int line) implements Stmt {}

    record With(List<Expr.Named> values, List<Stmt> body, int line) implements Stmt {}

    record MacroDefinition(String name, Signature signature, List<Stmt> body, int line) implements Stmt {}

    record CallBlock(Expr.Call call, Signature signature, List<Stmt> body, int line) implements Stmt {}

    record FilterBlock(Expr.Filter filter, List<Stmt> body, int line) implements Stmt {}

    /** A block that only groups: {@code generation}, with which templates mark what the assistant wrote. */
    record Group(List<Stmt> body, int line) implements Stmt {}

    record Break(int line) implements Stmt {}

    record Continue(int line) implements Stmt {}

    /** Parameters of a macro; the last {@code defaults.size()} names have defaults. */
    record Signature(List<String> names, List<Expr> defaults) {}

    /** What an assignment writes to. */
    sealed interface Target {}

    record NameTarget(String name) implements Target {}

    record NamespaceTarget(String namespace, String attribute) implements Target {}

    record TupleTarget(List<Target> targets) implements Target {}
}

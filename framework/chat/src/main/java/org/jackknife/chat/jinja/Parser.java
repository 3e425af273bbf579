package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackknife.chat.jinja.Token.Kind;

/** Parses templates: text, print tags and statement blocks. */
final class Parser {

    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");
    /** Far above any real template; keeps hostile ones from overflowing the stack. */
    private static final int MAX_DEPTH = 100;

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int depth;
    private int loops;

    private Parser(String source) {
        tokens = new TokenStream(Lexer.tokens(source));
        expressions = new ExpressionParser(tokens);
    }

    static List<Stmt> parse(String source) {
        Parser parser = new Parser(source);
        List<Stmt> template = parser.body();
        parser.tokens.expect(Kind.END, "end of template");
        return template;
    }

    /** Reads statements up to one of the given tags, whose name is left as the current token. */
    private List<Stmt> body(String... ends) {
        enter();
        List<Stmt> body = new ArrayList<>();
        while (!tokens.at(Kind.END)) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> body.add(new Stmt.Text(token.text(), token.line()));
                case VARIABLE_BEGIN -> {
                    body.add(new Stmt.Print(expressions.tuple(true), token.line()));
                    tokens.expect(Kind.VARIABLE_END, "end of print statement");
                }
                case BLOCK_BEGIN -> {
                    if (atAny(ends)) {
                        depth--;
                        return body;
                    }
                    body.add(statement());
                    tokens.expect(Kind.BLOCK_END, "end of statement block");
                }
                default -> throw new TemplateException(token.line(), "unexpected " + token.describe());
            }
        }
        if (ends.length > 0) {
            throw new TemplateException(tokens.line(), "unexpected end of template, expected one of the tags " + String.join(", ", ends));
        }
        depth--;
        return body;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateException(tokens.line(), "more than " + MAX_DEPTH + " blocks or elif branches within each other");
        }
    }

    private boolean atAny(String... names) {
        for (String name : names) {
            if (tokens.atName(name)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the rest of an opening tag, its body and the name of its end tag. */
    private List<Stmt> block(String end) {
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        List<Stmt> body = body(end);
        tokens.expectName(end);
        return body;
    }

    private Stmt statement() {
        int line = tokens.line();
        String tag = tokens.expectName();
        return switch (tag) {
            case "if" -> ifStatement(line);
            case "for" -> forStatement(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "call" -> callBlock(line);
            case "filter" -> filterBlock(line);
            case "with" -> with(line);
            case "generation" -> new Stmt.Group(block("endgeneration"), line);
            case "break" -> inLoop(new Stmt.Break(line));
            case "continue" -> inLoop(new Stmt.Continue(line));
            default -> throw new TemplateException(line, "Encountered unknown tag '" + tag + "'.");
        };
    }

    private Stmt inLoop(Stmt jump) {
        if (loops == 0) {
            throw new TemplateException(jump.line(), "break and continue are only possible in a loop");
        }
        return jump;
    }

    private Stmt ifStatement(int line) {
        Expr test = expressions.tuple(false);
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        List<Stmt> then = body("elif", "else", "endif");
        int nextLine = tokens.line();
        if (tokens.skipName("elif")) {
            enter();
            Stmt next = ifStatement(nextLine);
            depth--;
            return new Stmt.If(test, then, List.of(next), line);
        }
        List<Stmt> otherwise = tokens.skipName("else") ? elseBody("endif") : List.of();
        tokens.expectName("endif");
        return new Stmt.If(test, then, otherwise, line);
    }

    private List<Stmt> elseBody(String end) {
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        return body(end);
    }

    private Stmt forStatement(int line) {
        Stmt.Target target = target(false);
        tokens.expectName("in");
        Expr items = expressions.tuple(false);
        Optional<Expr> filter = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = tokens.skipName("recursive");
        tokens.expect(Kind.BLOCK_END, "end of statement block");
        loops++;
        List<Stmt> each = body("else", "endfor");
        loops--;
        List<Stmt> whenEmpty = tokens.skipName("else") ? elseBody("endfor") : List.of();
        tokens.expectName("endfor");
        return new Stmt.For(target, items, filter, new Stmt.Body(each, whenEmpty), recursive, line);
    }

    private Stmt set(int line) {
        Stmt.Target target = target(true);
        if (tokens.skipOperator("=")) {
            return new Stmt.Set(target, expressions.tuple(true), line);
        }
        Optional<Expr.Filter> filter = Optional.empty();
        while (tokens.atOperator("|")) {
            filter = Optional.of(expressions.filter(filter.map(Expr.class::cast)));
        }
        return new Stmt.SetBlock(target, filter, block("endset"), line);
    }

    private Stmt.Target target(boolean withNamespace) {
        List<Stmt.Target> targets = new ArrayList<>();
        boolean tuple = false;
        do {
            if (!targets.isEmpty() && !tokens.at(Kind.NAME) && !tokens.atOperator("(")) {
                break;
            }
            targets.add(singleTarget(withNamespace));
            tuple |= tokens.atOperator(",");
        } while (tokens.skipOperator(","));
        return tuple ? new Stmt.TupleTarget(targets) : targets.getFirst();
    }

    private Stmt.Target singleTarget(boolean withNamespace) {
        if (tokens.skipOperator("(")) {
            Stmt.Target inner = target(false);
            tokens.expectOperator(")");
            return inner;
        }
        int line = tokens.line();
        String name = tokens.expectName();
        if (withNamespace && tokens.skipOperator(".")) {
            return new Stmt.NamespaceTarget(name, tokens.expectName());
        }
        if (CONSTANTS.contains(name)) {
            throw new TemplateException(line, "can't assign to '" + name + "'");
        }
        return new Stmt.NameTarget(name);
    }

    private Stmt macro(int line) {
        String name = tokens.expectName();
        Stmt.Signature signature = signature();
        return new Stmt.MacroDefinition(name, signature, macroBody("endmacro"), line);
    }

    private Stmt callBlock(int line) {
        Stmt.Signature signature = tokens.atOperator("(") ? signature() : new Stmt.Signature(List.of(), List.of());
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw new TemplateException(line, "expected call");
        }
        return new Stmt.CallBlock(call, signature, macroBody("endcall"), line);
    }

    /** A loop around a macro is not a loop for the body of the macro. */
    private List<Stmt> macroBody(String end) {
        int outerLoops = loops;
        loops = 0;
        List<Stmt> body = block(end);
        loops = outerLoops;
        return body;
    }

    private Stmt.Signature signature() {
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            names.add(tokens.expectName());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw new TemplateException(tokens.line(), "non-default argument follows default argument");
            }
        }
        return new Stmt.Signature(names, defaults);
    }

    private Stmt filterBlock(int line) {
        Expr.Filter filter = expressions.namedFilter(Optional.empty(), line);
        while (tokens.atOperator("|")) {
            filter = expressions.filter(Optional.of(filter));
        }
        return new Stmt.FilterBlock(filter, block("endfilter"), line);
    }

    private Stmt with(int line) {
        List<Expr.Named> values = new ArrayList<>();
        while (!tokens.at(Kind.BLOCK_END)) {
            if (!values.isEmpty()) {
                tokens.expectOperator(",");
            }
            String name = tokens.expectName();
            tokens.expectOperator("=");
            values.add(new Expr.Named(name, expressions.expression()));
        }
        return new Stmt.With(values, block("endwith"), line);
    }
}

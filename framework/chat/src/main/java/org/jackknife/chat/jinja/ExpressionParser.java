package org.jackknife.chat.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jackknife.chat.jinja.Token.Kind;

/** Recursive-descent parser of expressions, with the precedences of Jinja2 3.1 (where {@code ~} binds tighter than {@code +}). */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    /** Names that cannot start the argument of a test written without parentheses. */
    private static final Set<String> AFTER_TEST = Set.of("else", "or", "and");
    /** Far above any real template; keeps hostile ones from overflowing the stack. */
    private static final int MAX_DEPTH = 200;

    private final TokenStream tokens;
    private int depth;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Expr expression() {
        return expression(true);
    }

    /** @param withConditional false where {@code if} after the expression belongs to a {@code for} */
    Expr expression(boolean withConditional) {
        if (++depth > MAX_DEPTH) {
            throw new TemplateException(tokens.line(), "expressions nested deeper than " + MAX_DEPTH);
        }
        Expr result = withConditional ? conditional() : or();
        depth--;
        return result;
    }

    /** One expression, or several with commas between, which make a tuple. */
    Expr tuple(boolean withConditional) {
        int line = tokens.line();
        Expr first = expression(withConditional);
        if (!tokens.atOperator(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",") && !atTupleEnd()) {
            items.add(expression(withConditional));
        }
        return new Expr.TupleOf(items, line);
    }

    private boolean atTupleEnd() {
        return tokens.at(Kind.VARIABLE_END) || tokens.at(Kind.BLOCK_END) || tokens.atOperator(")");
    }

    private Expr conditional() {
        int line = tokens.line();
        Expr result = or();
        while (tokens.skipName("if")) {
            Expr test = or();
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            result = new Expr.Conditional(test, result, otherwise, line);
        }
        return result;
    }

    private Expr or() {
        int line = tokens.line();
        Expr left = and();
        while (tokens.skipName("or")) {
            left = new Expr.Or(left, and(), line);
        }
        return left;
    }

    private Expr and() {
        int line = tokens.line();
        Expr left = not();
        while (tokens.skipName("and")) {
            left = new Expr.And(left, not(), line);
        }
        return left;
    }

    private Expr not() {
        int line = tokens.line();
        int negations = 0;
        while (tokens.skipName("not")) {
            negations++;
        }
        Expr operand = comparison();
        for (int i = 0; i < negations; i++) {
            operand = new Expr.Not(operand, line);
        }
        return operand;
    }

    private Expr comparison() {
        int line = tokens.line();
        Expr first = sum();
        List<Expr.Operand> rest = new ArrayList<>();
        while (true) {
            if (tokens.at(Kind.OPERATOR) && COMPARISONS.contains(tokens.current().text())) {
                rest.add(new Expr.Operand(tokens.next().text(), sum()));
            } else if (tokens.skipName("in")) {
                rest.add(new Expr.Operand("in", sum()));
            } else if (tokens.atName("not") && tokens.look().isName("in")) {
                tokens.next();
                tokens.next();
                rest.add(new Expr.Operand("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expr.Comparison(first, rest, line);
            }
        }
    }

    private Expr sum() {
        return leftAssociative(this::concatenation, "+", "-");
    }

    private Expr concatenation() {
        return leftAssociative(this::product, "~");
    }

    private Expr product() {
        return leftAssociative(this::power, "*", "/", "//", "%");
    }

    private Expr power() {
        return leftAssociative(() -> unary(true), "**");
    }

    private Expr leftAssociative(Supplier<Expr> operand, String... operators) {
        int line = tokens.line();
        Expr left = operand.get();
        while (true) {
            String operator = null;
            for (String candidate : operators) {
                if (tokens.skipOperator(candidate)) {
                    operator = candidate;
                    break;
                }
            }
            if (operator == null) {
                return left;
            }
            left = new Expr.Binary(operator, left, operand.get(), line);
        }
    }

    private Expr unary(boolean withFilter) {
        int line = tokens.line();
        List<String> signs = new ArrayList<>();
        while (tokens.atOperator("-") || tokens.atOperator("+")) {
            signs.add(tokens.next().text());
        }
        Expr result = primary();
        result = postfix(result);
        for (String sign : signs.reversed()) {
            result = new Expr.Unary(sign, result, line);
        }
        return withFilter ? filtersAndTests(result) : result;
    }

    private Expr primary() {
        Token token = tokens.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> switch (token.text()) {
                case "true", "True" -> new Expr.Literal(true, line);
                case "false", "False" -> new Expr.Literal(false, line);
                case "none", "None" -> new Expr.Literal(null, line);
                default -> new Expr.Name(token.text(), line);
            };
            case STRING -> adjacentStrings(token);
            case INTEGER -> new Expr.Literal(integer(token), line);
            case FLOAT -> new Expr.Literal(Double.valueOf(token.text().replace("_", "")), line);
            case OPERATOR -> bracketed(token);
            default -> throw new TemplateException(line, "expected an expression, got " + token.describe());
        };
    }

    private Expr adjacentStrings(Token first) {
        StringBuilder joined = new StringBuilder(first.text());
        while (tokens.at(Kind.STRING)) {
            joined.append(tokens.next().text());
        }
        return new Expr.Literal(joined.toString(), first.line());
    }

    private static Object integer(Token token) {
        String digits = token.text().replace("_", "").toLowerCase(java.util.Locale.ROOT);
        BigInteger value = switch (digits.length() > 1 ? digits.charAt(1) : ' ') {
            case 'x' -> new BigInteger(digits.substring(2), 16);
            case 'o' -> new BigInteger(digits.substring(2), 8);
            case 'b' -> new BigInteger(digits.substring(2), 2);
            default -> new BigInteger(digits);
        };
        if (value.bitLength() >= Long.SIZE) {
            throw new TemplateException(token.line(), "the integer " + token.text() + " is beyond 64 bits");
        }
        return value.longValue();
    }

    private Expr bracketed(Token open) {
        int line = open.line();
        switch (open.text()) {
            case "(" -> {
                if (tokens.skipOperator(")")) {
                    return new Expr.TupleOf(List.of(), line);
                }
                Expr inner = tuple(true);
                tokens.expectOperator(")");
                return inner;
            }
            case "[" -> {
                List<Expr> items = new ArrayList<>();
                commaSeparated("]", () -> items.add(expression()));
                return new Expr.ListOf(items, line);
            }
            case "{" -> {
                List<Expr.Entry> entries = new ArrayList<>();
                commaSeparated("}", () -> {
                    Expr key = expression();
                    tokens.expectOperator(":");
                    entries.add(new Expr.Entry(key, expression()));
                });
                return new Expr.DictOf(entries, line);
            }
            default -> throw new TemplateException(line, "expected an expression, got " + open.describe());
        }
    }

    /** Reads elements up to the closing bracket; a comma may stand behind the last. */
    private void commaSeparated(String close, Runnable element) {
        boolean first = true;
        while (!tokens.skipOperator(close)) {
            if (!first) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(close)) {
                    return;
                }
            }
            element.run();
            first = false;
        }
    }

    private Expr postfix(Expr start) {
        Expr result = start;
        while (true) {
            if (tokens.atOperator(".") || tokens.atOperator("[")) {
                result = subscript(result);
            } else if (tokens.atOperator("(")) {
                result = new Expr.Call(result, arguments(), result.line());
            } else {
                return result;
            }
        }
    }

    private Expr filtersAndTests(Expr start) {
        Expr result = start;
        while (true) {
            if (tokens.atOperator("|")) {
                result = filter(Optional.of(result));
            } else if (tokens.atName("is")) {
                result = test(result);
            } else if (tokens.atOperator("(")) {
                result = new Expr.Call(result, arguments(), result.line());
            } else {
                return result;
            }
        }
    }

    private Expr subscript(Expr object) {
        int line = tokens.line();
        if (tokens.skipOperator(".")) {
            Token name = tokens.next();
            return switch (name.kind()) {
                case NAME -> new Expr.Attribute(object, name.text(), line);
                case INTEGER -> new Expr.Item(object, new Expr.Literal(integer(name), line), line);
                default -> throw new TemplateException(line, "expected name or number, got " + name.describe());
            };
        }
        tokens.expectOperator("[");
        Optional<Expr> start = tokens.atOperator(":") ? Optional.empty() : Optional.of(expression());
        Expr result;
        if (tokens.skipOperator(":")) {
            Optional<Expr> stop = sliceBound();
            Optional<Expr> step = tokens.skipOperator(":") ? sliceBound() : Optional.empty();
            result = new Expr.Slice(object, start, stop, step, line);
        } else {
            result = new Expr.Item(object, start.orElseThrow(), line);
        }
        tokens.expectOperator("]");
        return result;
    }

    private Optional<Expr> sliceBound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? Optional.empty() : Optional.of(expression());
    }

    /** Reads filters as long as they follow; the first gets {@code input}, or the body of its block if empty. */
    Expr.Filter filter(Optional<Expr> input) {
        int line = tokens.line();
        tokens.expectOperator("|");
        return namedFilter(input, line);
    }

    Expr.Filter namedFilter(Optional<Expr> input, int line) {
        String name = dottedName();
        Expr.Passed arguments = tokens.atOperator("(") ? arguments() : Expr.Passed.NONE;
        if (!Filters.exists(name)) {
            throw new TemplateException(line, "No filter named '" + name + "'.");
        }
        return new Expr.Filter(input, name, arguments, line);
    }

    private Expr test(Expr input) {
        int line = tokens.line();
        tokens.expectName("is");
        boolean negated = tokens.skipName("not");
        String name = dottedName();
        Expr.Passed arguments = Expr.Passed.NONE;
        if (tokens.atOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            Expr argument = postfix(primary());
            arguments = new Expr.Passed(List.of(argument), List.of(), Optional.empty(), Optional.empty());
        }
        if (!Tests.exists(name)) {
            throw new TemplateException(line, "No test named '" + name + "'.");
        }
        Expr test = new Expr.Test(input, name, arguments, line);
        return negated ? new Expr.Not(test, line) : test;
    }

    private boolean startsTestArgument() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            case NAME -> {
                if (token.text().equals("is")) {
                    throw new TemplateException(token.line(), "You cannot chain multiple tests with is");
                }
                yield !AFTER_TEST.contains(token.text());
            }
            default -> false;
        };
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expectName());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expectName());
        }
        return name.toString();
    }

    Expr.Passed arguments() {
        tokens.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Named> named = new ArrayList<>();
        Expr[] spreads = new Expr[2];
        commaSeparated(")", () -> {
            if (tokens.skipOperator("**")) {
                spreads[1] = expression();
            } else if (tokens.skipOperator("*")) {
                spreads[0] = expression();
            } else if (tokens.at(Kind.NAME) && tokens.look().isOperator("=")) {
                String name = tokens.expectName();
                tokens.expectOperator("=");
                named.add(new Expr.Named(name, expression()));
            } else if (!named.isEmpty()) {
                throw new TemplateException(tokens.line(), "invalid syntax for function call expression");
            } else {
                positional.add(expression());
            }
        });
        return new Expr.Passed(positional, named, Optional.ofNullable(spreads[0]), Optional.ofNullable(spreads[1]));
    }
}

package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.chat.python.PythonTuple;

/** Evaluates expressions; faults come out with the line of the innermost expression. */
final class Evaluator {

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Object value(Expr expression, Scope scope) {
        try {
            budget.enterExpression();
            Object value = evaluate(expression, scope);
            budget.leaveExpression();
            budget.spend(1 + work(expression, value));
            return value;
        } catch (TemplateException fault) {
            throw fault.at(expression.line());
        }
    }

    /** What it cost to make a long text or list, beside the step itself. */
    private static long work(Expr expression, Object value) {
        if (expression instanceof Expr.Name || expression instanceof Expr.Literal || expression instanceof Expr.Attribute || expression instanceof Expr.Item) {
            return 0;
        }
        return value instanceof String text ? text.length() >> 8 : value instanceof List<?> list ? list.size() >> 4 : 0;
    }

    boolean truth(Expr expression, Scope scope) {
        return Values.truth(value(expression, scope));
    }

    private Object evaluate(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> scope.get(name.name());
            case Expr.ListOf list -> values(list.items(), scope);
            case Expr.TupleOf tuple -> PythonTuple.copyOf(values(tuple.items(), scope));
            case Expr.DictOf dict -> dict(dict, scope);
            case Expr.Attribute attribute -> Access.attribute(value(attribute.object(), scope), attribute.name());
            case Expr.Item item -> Access.item(value(item.object(), scope), value(item.key(), scope));
            case Expr.Slice slice -> Access.slice(value(slice.object(), scope),
                    optional(slice.start(), scope), optional(slice.stop(), scope), optional(slice.step(), scope));
            case Expr.Call call -> call(value(call.function(), scope), arguments(call.arguments(), scope));
            case Expr.Filter filter -> filter(filter, scope);
            case Expr.Test test -> Tests.apply(test.name(), value(test.input(), scope), arguments(test.arguments(), scope));
            case Expr.Unary unary -> unary.operator().equals("-")
                    ? Operators.negate(value(unary.operand(), scope))
                    : Operators.plus(value(unary.operand(), scope));
            case Expr.Binary binary -> Operators.binary(binary.operator(), value(binary.left(), scope), value(binary.right(), scope));
            case Expr.And and -> {
                Object left = value(and.left(), scope);
                yield Values.truth(left) ? value(and.right(), scope) : left;
            }
            case Expr.Or or -> {
                Object left = value(or.left(), scope);
                yield Values.truth(left) ? left : value(or.right(), scope);
            }
            case Expr.Not not -> !truth(not.operand(), scope);
            case Expr.Comparison comparison -> comparison(comparison, scope);
            case Expr.Conditional conditional -> conditional(conditional, scope);
        };
    }

    private List<Object> values(List<Expr> expressions, Scope scope) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(value(expression, scope));
        }
        return values;
    }

    private Map<Object, Object> dict(Expr.DictOf dict, Scope scope) {
        Map<Object, Object> result = new LinkedHashMap<>();
        for (Expr.Entry entry : dict.entries()) {
            result.put(value(entry.key(), scope), value(entry.value(), scope));
        }
        return result;
    }

    private Object optional(Optional<Expr> expression, Scope scope) {
        return expression.isPresent() ? value(expression.get(), scope) : null;
    }

    private Object call(Object function, Arguments arguments) {
        if (function instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (!(function instanceof Callable callable)) {
            throw TemplateException.unplaced("'" + Values.typeName(function) + "' object is not callable");
        }
        budget.enterCall();
        Object result = callable.call(arguments);
        budget.leaveCall();
        return result;
    }

    private Object filter(Expr.Filter filter, Scope scope) {
        Expr input = filter.input().orElseThrow(() -> TemplateException.unplaced("the filter '" + filter.name() + "' has no input"));
        return Filters.apply(filter.name(), value(input, scope), arguments(filter.arguments(), scope));
    }

    /** Applies a chain of filters whose innermost input is the text of a block. */
    Object filterBlock(Expr.Filter filter, String body, Scope scope) {
        try {
            Object input = filter.input().isPresent() && filter.input().get() instanceof Expr.Filter inner ? filterBlock(inner, body, scope) : body;
            return Filters.apply(filter.name(), input, arguments(filter.arguments(), scope));
        } catch (TemplateException fault) {
            throw fault.at(filter.line());
        }
    }

    Arguments arguments(Expr.Passed passed, Scope scope) {
        if (passed == Expr.Passed.NONE) {
            return Arguments.NONE;
        }
        List<Object> positional = values(passed.positional(), scope);
        passed.spread().ifPresent(spread -> positional.addAll(Values.iterate(value(spread, scope))));
        Map<String, Object> named = new LinkedHashMap<>();
        for (Expr.Named argument : passed.named()) {
            named.put(argument.name(), value(argument.value(), scope));
        }
        passed.namedSpread().ifPresent(spread -> {
            if (!(value(spread, scope) instanceof Map<?, ?> dict)) {
                throw TemplateException.unplaced("argument after ** must be a mapping");
            }
            dict.forEach((key, value) -> named.put(Values.text(key), value));
        });
        return new Arguments(positional, named);
    }

    private Object comparison(Expr.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (Expr.Operand operand : comparison.rest()) {
            Object right = value(operand.value(), scope);
            if (!Operators.compare(operand.operator(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object conditional(Expr.Conditional conditional, Scope scope) {
        if (truth(conditional.test(), scope)) {
            return value(conditional.then(), scope);
        }
        if (conditional.otherwise().isPresent()) {
            return value(conditional.otherwise().get(), scope);
        }
        return new Undefined("the inline if-expression on line " + conditional.line() + " evaluated to false and no else section was defined.");
    }
}

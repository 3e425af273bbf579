package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Executes statements. One interpreter serves one rendering. */
final class Interpreter {

    /** How a statement ended: going on, or leaving the loop or the turn it is in. */
    private enum Flow { NEXT, BREAK, CONTINUE }

    private final Budget budget = new Budget();
    private final Evaluator evaluator = new Evaluator(budget);
    private StringBuilder out = new StringBuilder();

    Evaluator evaluator() {
        return evaluator;
    }

    String run(List<Stmt> template, Scope scope) {
        return captured(template, scope);
    }

    /** Executes a body and returns what it printed instead of printing it. */
    String captured(List<Stmt> body, Scope scope) {
        StringBuilder outer = out;
        out = new StringBuilder();
        executeAll(body, scope);
        String text = out.toString();
        out = outer;
        return text;
    }

    private Flow executeAll(List<Stmt> body, Scope scope) {
        for (Stmt statement : body) {
            Flow flow = executePlaced(statement, scope);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow executePlaced(Stmt statement, Scope scope) {
        try {
            budget.step();
            return execute(statement, scope);
        } catch (TemplateException fault) {
            throw fault.at(statement.line());
        }
    }

    private Flow execute(Stmt statement, Scope scope) {
        switch (statement) {
            case Stmt.Text text -> print(text.text());
            case Stmt.Print print -> print(Values.str(evaluator.value(print.value(), scope)));
            case Stmt.If branch -> {
                return executeAll(evaluator.truth(branch.test(), scope) ? branch.then() : branch.otherwise(), scope);
            }
            case Stmt.For loop -> loop(loop, scope);
            case Stmt.Set set -> assign(set.target(), evaluator.value(set.value(), scope), scope);
            case Stmt.SetBlock set -> setBlock(set, scope);
            case Stmt.With with -> with(with, scope);
            case Stmt.MacroDefinition macro ->
                    scope.set(macro.name(), new Macro(macro.name(), macro.signature(), macro.body(), scope, this));
            case Stmt.CallBlock call -> callBlock(call, scope);
            case Stmt.FilterBlock filter ->
                    print(Values.str(evaluator.filterBlock(filter.filter(), captured(filter.body(), scope.inner()), scope)));
            case Stmt.Group group -> {
                return executeAll(group.body(), scope.inner());
            }
            case Stmt.Break jump -> {
                return Flow.BREAK;
            }
            case Stmt.Continue jump -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private void print(String text) {
        budget.wrote(text.length());
        out.append(text);
    }

    private void loop(Stmt.For loop, Scope scope) {
        loopOver(loop, evaluator.value(loop.items(), scope), scope, 0);
    }

    private void loopOver(Stmt.For loop, Object iterable, Scope scope, int depth) {
        List<?> items = selected(loop, Values.iterate(iterable), scope);
        Callable recursion = !loop.recursive() ? null : arguments -> {
            StringBuilder outer = out;
            out = new StringBuilder();
            loopOver(loop, arguments.bind("iterable").require("iterable"), scope, depth + 1);
            String text = out.toString();
            out = outer;
            return text;
        };
        LoopVariable variable = new LoopVariable(items, depth, recursion);
        budget.spend(items.size());
        for (int i = 0; i < items.size(); i++) {
            variable.moveTo(i);
            Scope turn = scope.inner();
            turn.set("loop", variable);
            assign(loop.target(), items.get(i), turn);
            if (executeAll(loop.body().each(), turn) == Flow.BREAK) {
                return;
            }
        }
        if (items.isEmpty()) {
            executeAll(loop.body().whenEmpty(), scope.inner());
        }
    }

    private List<?> selected(Stmt.For loop, List<?> items, Scope scope) {
        if (loop.filter().isEmpty()) {
            return items;
        }
        List<Object> selected = new ArrayList<>();
        for (Object item : items) {
            Scope turn = scope.inner();
            assign(loop.target(), item, turn);
            if (evaluator.truth(loop.filter().get(), turn)) {
                selected.add(item);
            }
        }
        return selected;
    }

    private void assign(Stmt.Target target, Object value, Scope scope) {
        switch (target) {
            case Stmt.NameTarget name -> scope.set(name.name(), value);
            case Stmt.NamespaceTarget attribute -> {
                if (!(scope.get(attribute.namespace()) instanceof Namespace namespace)) {
                    throw TemplateException.unplaced("cannot assign attribute on non-namespace object");
                }
                namespace.attributes().put(attribute.attribute(), value);
            }
            case Stmt.TupleTarget tuple -> unpack(tuple.targets(), value, scope);
        }
    }

    private void unpack(List<Stmt.Target> targets, Object value, Scope scope) {
        List<?> values = value instanceof Undefined ? List.of() : Values.iterate(value);
        if (values.size() != targets.size()) {
            throw TemplateException.unplaced(values.size() > targets.size()
                    ? "too many values to unpack (expected " + targets.size() + ")"
                    : "not enough values to unpack (expected " + targets.size() + ", got " + values.size() + ")");
        }
        for (int i = 0; i < targets.size(); i++) {
            assign(targets.get(i), values.get(i), scope);
        }
    }

    private void setBlock(Stmt.SetBlock set, Scope scope) {
        String body = captured(set.body(), scope.inner());
        assign(set.target(), set.filter().isPresent() ? evaluator.filterBlock(set.filter().get(), body, scope) : body, scope);
    }

    private void with(Stmt.With with, Scope scope) {
        Scope inner = scope.inner();
        for (Expr.Named value : with.values()) {
            inner.set(value.name(), evaluator.value(value.value(), scope));
        }
        executeAll(with.body(), inner);
    }

    private void callBlock(Stmt.CallBlock call, Scope scope) {
        if (!(evaluator.value(call.call().function(), scope) instanceof Macro macro)) {
            throw TemplateException.unplaced("a call block needs a macro");
        }
        Arguments given = evaluator.arguments(call.call().arguments(), scope);
        Map<String, Object> named = new java.util.LinkedHashMap<>(given.named());
        named.put("caller", new Macro("caller", call.signature(), call.body(), scope, this));
        print(Values.str(macro.call(new Arguments(given.positional(), named))));
    }
}

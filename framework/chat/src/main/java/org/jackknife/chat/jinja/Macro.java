package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Map;

/** A macro with the scope it was defined in, which it reads at each call. */
record Macro(String name, Stmt.Signature signature, List<Stmt> body, Scope definedIn, Interpreter interpreter) implements Callable {

    @Override
    public Object call(Arguments arguments) {
        List<String> names = signature.names();
        if (arguments.positional().size() > names.size()) {
            throw TemplateException.unplaced("macro '" + name + "' takes not more than " + names.size() + " argument(s)");
        }
        Scope scope = definedIn.inner();
        for (Map.Entry<String, Object> named : arguments.named().entrySet()) {
            int position = names.indexOf(named.getKey());
            if (position < 0 && !named.getKey().equals("caller")) {
                throw TemplateException.unplaced("macro '" + name + "' takes no keyword argument '" + named.getKey() + "'");
            }
            if (position >= 0 && position < arguments.positional().size()) {
                throw TemplateException.unplaced("macro '" + name + "' got multiple values for argument '" + named.getKey() + "'");
            }
            scope.set(named.getKey(), named.getValue());
        }
        int firstDefault = names.size() - signature.defaults().size();
        for (int i = 0; i < names.size(); i++) {
            String parameter = names.get(i);
            if (i < arguments.positional().size()) {
                scope.set(parameter, arguments.positional().get(i));
            } else if (!arguments.named().containsKey(parameter)) {
                scope.set(parameter, i >= firstDefault
                        ? interpreter.evaluator().value(signature.defaults().get(i - firstDefault), scope)
                        : new Undefined("parameter '" + parameter + "' was not provided"));
            }
        }
        return interpreter.captured(body, scope);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

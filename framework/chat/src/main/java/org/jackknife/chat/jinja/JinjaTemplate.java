package org.jackknife.chat.jinja;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a chat template as Hugging Face does with Python's Jinja2: {@code trim_blocks} and {@code lstrip_blocks} on,
 * immutable sandbox, loop controls, {@code raise_exception}, {@code strftime_now}, and a {@code tojson} that is
 * {@code json.dumps(ensure_ascii=False)}.
 *
 * <p>What chat templates need is there: expressions with all operators, slices, tests and filters, string and dict
 * methods, {@code if}, {@code for} (filtered, recursive, with {@code loop}), {@code set}, {@code macro}, {@code call},
 * {@code filter}, {@code with}, {@code raw}, {@code generation}. What needs other files ({@code include}, {@code import},
 * {@code extends}) is refused by name, as are text formatting with {@code %}, arithmetic beyond 64 bits and a macro's
 * {@code varargs}. A template that works without end is stopped and reported.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class JinjaTemplate {

    private final List<Stmt> template;

    private JinjaTemplate(List<Stmt> template) {
        this.template = template;
    }

    /**
     * Parses a template.
     *
     * @throws TemplateException if the source is not a template; it names the line
     */
    public static JinjaTemplate parse(String source) {
        return new JinjaTemplate(Parser.parse(source));
    }

    /**
     * Renders the template.
     *
     * @param variables values in the mapping of {@link org.jackknife.chat.python.PythonLiteral}
     * @param clock what {@code strftime_now} reads, with its time zone
     * @throws TemplateException if the template refuses the values or fails on them; it names the line
     */
    public String render(Map<String, ?> variables, Clock clock) {
        Map<String, Object> context = new HashMap<>(Globals.of(clock));
        context.putAll(variables);
        return new Interpreter().run(template, Scope.of(context));
    }
}

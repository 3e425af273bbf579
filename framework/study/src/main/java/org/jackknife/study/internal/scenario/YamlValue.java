package org.jackknife.study.internal.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.study.ScenarioException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML file that knows where it stands, so that every refusal can name file, line, column and key. */
final class YamlValue {

    private final Node node;
    private final String file;
    private final String path;

    YamlValue(Node node, String file, String path) {
        this.node = node;
        this.file = file;
        this.path = path;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The keys of a mapping in the order of the file. */
    Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw expected("a mapping of keys to values");
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(tuple.getKeyNode(), file, path);
            String name = key.text();
            String below = path.isEmpty() ? name : path + "." + name;
            if (entries.putIfAbsent(name, new YamlValue(tuple.getValueNode(), file, below)) != null) {
                throw key.refused("key '%s' stands here a second time; keep one of the two".formatted(name));
            }
        }
        return entries;
    }

    /** The fields of a mapping whose keys are known in advance; others are refused with the nearest known one. */
    YamlFields fields(List<String> known) {
        Map<String, YamlValue> entries = entries();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlValue key = new YamlValue(tuple.getKeyNode(), file, path);
                if (!known.contains(key.text())) {
                    throw key.refused("unknown key '%s'%s; allowed: %s"
                            .formatted(key.text(), Nearest.hint(key.text(), known), String.join(", ", known)));
                }
            }
        }
        return new YamlFields(this, entries);
    }

    List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list");
        }
        if (sequence.getValue().isEmpty()) {
            throw refused("the list is empty; give at least one entry");
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(item, file, "%s[%d]".formatted(path, items.size())));
        }
        return items;
    }

    /** The text of a scalar as written: numbers and truth values too, for options are bound by their plug-in. */
    String text() {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            throw expected("text");
        }
        return scalar.getValue();
    }

    int integer(int smallest) {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= smallest) {
            return Integer.parseInt(text);
        }
        throw expected("an integer, at least %d and below 1000000000".formatted(smallest));
    }

    boolean truth() {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!text.equals("true") && !text.equals("false")) {
            throw expected("true or false");
        }
        return text.equals("true");
    }

    ScenarioException expected(String what) {
        return refused("expected %s, found %s".formatted(what, found()));
    }

    ScenarioException refused(String message) {
        Mark mark = node.getStartMark();
        return new ScenarioException("%s:%d:%d: %s%s"
                .formatted(file, mark.getLine() + 1, mark.getColumn() + 1, path.isEmpty() ? "" : path + ": ", message));
    }

    private String found() {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when node.getTag().equals(Tag.NULL) -> "nothing";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            default -> "a " + node.getNodeId();
        };
    }
}

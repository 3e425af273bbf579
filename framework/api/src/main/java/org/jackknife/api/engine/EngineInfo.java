package org.jackknife.api.engine;

import java.util.Map;

/**
 * What an engine session runs, for journals and reports.
 *
 * @param engine the engine and its build, such as {@code llama.cpp b4916}
 * @param model the model's own name, architecture and size in words
 * @param contextTokens the largest prompt and answer together, in tokens; 0 where unknown
 * @param settings everything that may change an answer, by name
 */
public record EngineInfo(String engine, String model, int contextTokens, Map<String, String> settings) {

    public EngineInfo {
        settings = Map.copyOf(settings);
    }
}

package org.jackknife.toolquery;

import java.util.Map;
import org.jackknife.api.task.Task;
import org.jackknife.testkit.EnvironmentKit;

class AcbenchProfileTest extends EnvironmentKit<ToolQueryTask.Options> {

    @Override
    protected Task<ToolQueryTask.Options> task() {
        return new ToolQueryTask();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("profile", "acbench");
    }
}
